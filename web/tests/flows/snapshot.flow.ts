import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { field, firstPerson, row, startWorld, type World, write } from "./world";

const DOOR = /\/door-[^/]*\.js$/;

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

/** Loads an address without the client's scripts. Gives what lets them come. */
async function loadWithout(page: Page, address: string): Promise<() => void> {
  let letCome = (): void => {};
  const gate = new Promise<void>((resolve) => {
    letCome = resolve;
  });
  const asked = page.waitForRequest(DOOR);
  await page.route(DOOR, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto(address, { waitUntil: "commit" });
  await asked;
  return letCome;
}

const kept = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(":snapshot")));

test("a page that is loaded anew shows what it showed before anything else, to whom it showed it", async () => {
  const anna = await firstPerson(world, { serviceWorkers: "block" });
  const writes = field(anna);
  const said = row(anna, "There before anything else");
  await write(anna, "There **before** anything else");
  await said.waitFor();
  await writes.fill("half a sentence");
  // The part that keeps it comes a little after the first screen.
  await anna.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => /\/keep-/.test(name)),
  );
  const before = await said.boundingBox();

  const letCome = await loadWithout(anna, anna.url());
  const picture = anna.locator(".frame[data-snapshot]");
  await picture.locator("strong", { hasText: "before" }).waitFor();
  expect(await picture.locator("[data-post]").last().boundingBox()).toEqual(before);
  expect(await picture.locator("textarea").inputValue()).toBe("half a sentence");
  // It is a picture: nothing in it is there for a keyboard or a screen reader, or leads anywhere.
  expect(await said.count()).toBe(0);
  await anna.keyboard.press("Tab");
  expect(await anna.evaluate(() => document.activeElement?.closest(".frame") === null)).toBe(true);
  expect(await picture.locator("[href]:not(use), [id], [name], [style*=url]").count()).toBe(0);
  // It is shown once.
  expect(await kept(anna)).toEqual([]);

  letCome();
  await said.waitFor();
  expect(await anna.locator(".frame").count()).toBe(0);
  expect(await writes.inputValue()).toBe("half a sentence");
  await writes.fill("");

  // What was seen under another address is not shown here.
  const letThat = await loadWithout(anna, anna.url().replace("town-square", "off-topic"));
  await anna.locator(".frame").waitFor();
  expect(await picture.count()).toBe(0);
  letThat();
  await anna.getByRole("textbox", { name: /^Message to Off-Topic/ }).waitFor();

  // With whom it belonged to it goes.
  await anna.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "anna" }).click();
  await anna.getByRole("menuitem", { name: "Log out" }).click();
  await anna.getByLabel("E-mail or username").waitFor();
  expect(await kept(anna)).toEqual([]);
  expect(world.faults).toEqual([]);
}, 120_000);
