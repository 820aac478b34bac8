import { afterAll, beforeAll, expect, test } from "vitest";
import { field, firstTeam, logIn, row, signUp, startWorld, type World, write } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

/** Without TLS browsers keep back locks, workers, random ids and the clipboard; one can talk all the same. */
test("on a page that came without TLS people talk in two tabs, and copy links", async () => {
  const away = world.url.replace("127.0.0.1", "plain.test");
  const page = await world.person();
  await page.goto(away);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await signUp(page, "anna");
  await firstTeam(page, "Nordlinje");
  const tab = await page.context().newPage();
  tab.on("pageerror", (error) => world.faults.push(error.message));
  await tab.goto(page.url());
  await field(tab).waitFor();

  await write(page, "Hello without a lock");
  const said = row(tab, "Hello without a lock");
  // Where it is still on its way when a tab opens, that sends it too, and shows it until it hears that it is there.
  await expect.poll(() => said.count()).toBe(1);
  await expect.poll(() => said.getAttribute("data-state")).toBe(null);
  await said.focus();
  await tab.keyboard.press("l");
  await tab.getByText("Link copied").waitFor();

  await page.context().clearCookies();
  await page.goto(away);
  await logIn(page, "anna");
  await row(page, "Hello without a lock").waitFor();
  expect(world.faults).toEqual([]);
});
