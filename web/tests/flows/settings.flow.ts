import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { field, firstPerson, logIn, row, startWorld, type World } from "./world";

let world: World;
let anna: Page;
let phone: Page;

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
  phone = await world.person("/login");
  await logIn(phone, "anna");
  await field(phone).waitFor();
});
afterAll(async () => {
  await world?.end();
});

const root = (on: Page, name: string): Promise<string | null> => on.locator("html").getAttribute(name);
const ground = (on: Page): Promise<string> =>
  on.evaluate(() => getComputedStyle(document.body).backgroundColor);

async function openSettings(on: Page, page: string): Promise<void> {
  await on.goto(`${world.url}/_settings/${page}`);
  await on.getByRole("heading", { level: 2 }).first().waitFor();
}

test("theme and density change at once, on every device, survive a reload, and can be undone", async () => {
  await anna.keyboard.press("Control+,");
  await anna.getByRole("link", { name: "Appearance" }).click();
  const light = await ground(anna);
  await anna.getByRole("radio", { name: "Dark", exact: true }).check();
  await expect.poll(() => root(anna, "data-theme")).toBe("dark");
  await expect.poll(() => ground(anna)).not.toBe(light);
  await expect.poll(() => root(phone, "data-theme")).toBe("dark");
  await anna.getByRole("radio", { name: "Compact" }).check();
  await expect.poll(() => root(phone, "data-density")).toBe("compact");
  // The page looks so before anything of it has come from the server.
  await phone.reload({ waitUntil: "commit" });
  expect(await root(phone, "data-theme")).toBe("dark");
  await expect.poll(() => root(phone, "data-density")).toBe("compact");
  await anna.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => root(anna, "data-density")).toBeNull();
  await anna.getByRole("radio", { name: "High contrast, light", exact: true }).check();
  await expect.poll(() => root(anna, "data-theme")).toBe("contrast-light");
  await anna.getByRole("radio", { name: "System", exact: true }).check();
  await expect.poll(() => root(anna, "data-theme")).toBeNull();
});

test("the language is everywhere at once, the page says which, and numbers and days follow it", async () => {
  await openSettings(anna, "language");
  await anna.getByRole("radio", { name: "Deutsch", exact: true }).check();
  await anna.getByRole("heading", { name: "Einstellungen" }).waitFor();
  expect(await root(anna, "lang")).toBe("de");
  await phone.getByRole("textbox", { name: /^Nachricht an/ }).waitFor();
  await phone
    .getByText(/^(Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)(tag|woch), \d+\. /)
    .first()
    .waitFor();
  await anna.reload();
  await anna.getByRole("heading", { name: "Einstellungen" }).waitFor();
  await anna.getByRole("radio", { name: "English", exact: true }).check();
  await anna.getByRole("heading", { name: "Settings" }).waitFor();
  await field(phone).waitFor();
});

test("what is written from right to left stands so, and code in it does not", async () => {
  const message = "مرحبا بالعالم\n\n```\nif (a < b)\n```";
  await field(phone).fill(message);
  await phone.keyboard.press("Control+Enter");
  await phone.keyboard.press("Enter");
  const said = row(phone, "مرحبا");
  await said.waitFor();
  const direction = (what: string): Promise<string> =>
    said
      .locator(what)
      .first()
      .evaluate((element) => getComputedStyle(element).direction);
  expect(await direction("p")).toBe("rtl");
  expect(await direction("code")).toBe("ltr");
  expect(await field(phone).getAttribute("dir")).toBe("auto");
});

test("axe finds nothing on any page of the settings, by day and by night", async () => {
  const faults: string[] = [];
  const pages = ["profile", "security", "sessions", "notifications", "appearance", "keyboard", "language"];
  for (const page of pages) {
    await openSettings(anna, page);
    faults.push(...(await axeFaults(anna)).map((fault) => `${page}: ${fault}`));
  }
  expect(faults).toEqual([]);
  expect(world.faults).toEqual([]);
});
