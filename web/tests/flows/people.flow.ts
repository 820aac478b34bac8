import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { call, field, firstPerson, invited, row, startWorld, type World, write } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

const LONG_MS = 60_000;

/** Pictures of what shows, light and dark and on a phone, where somebody wants to look at them. */
async function picture(page: Page, name: string, isOnPhone = true): Promise<void> {
  const { SHOTS } = process.env;
  if (!SHOTS) return;
  const before = page.viewportSize() ?? { width: 1280, height: 720 };
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${SHOTS}/${name}-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: null });
  if (!isOnPhone) return;
  await page.setViewportSize({ width: 375, height: 720 });
  await page.screenshot({ path: `${SHOTS}/${name}-375.png` });
  await page.setViewportSize(before);
}

test("by keyboard alone somebody says what they are up to, and another finds it on their card", async () => {
  const anna = await firstPerson(world);
  anna.setDefaultTimeout(LONG_MS);
  const ben = await invited(world, anna, "ben");
  ben.setDefaultTimeout(LONG_MS);
  await write(ben, "Ask @anna, or me");
  await row(ben, "Ask @anna").waitFor();
  await call(ben, "PUT", "/users/me/patch", {
    position: "Harbour pilot",
    first_name: "Ben",
    last_name: "Halden",
    timezone: { useAutomaticTimezone: "false", manualTimezone: "Asia/Tokyo", automaticTimezone: "" },
  });

  // The status: a suggestion, taken and set without the mouse.
  const mine = ben.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: /\bben\b/ });
  await mine.focus();
  await ben.keyboard.press("Enter");
  await ben.getByRole("menuitem", { name: "Set a status" }).waitFor();
  await picture(ben, "status-menu", false);
  expect(await axeFaults(ben)).toEqual([]);
  await ben.keyboard.press("Enter");
  await ben.getByRole("dialog", { name: "Your status" }).waitFor();
  await picture(ben, "status-dialog");
  expect(await axeFaults(ben)).toEqual([]);
  await ben.getByRole("button", { name: /In a meeting/ }).focus();
  await ben.keyboard.press("Enter");
  await ben.getByRole("textbox", { name: "What are you up to?" }).press("Enter");
  await ben.getByTitle("Status: In a meeting").waitFor();

  // Nobody is to disturb for an hour.
  await mine.focus();
  await ben.keyboard.press("ArrowDown");
  await ben.getByRole("menuitemradio", { name: "Do not disturb" }).focus();
  await ben.keyboard.press("Enter");
  await ben.getByRole("menuitem", { name: "For 1 hour" }).focus();
  await ben.keyboard.press("Enter");
  await mine.getByRole("img", { name: "Do not disturb" }).waitFor();
  const status = await call<{ status: string; dnd_end_time: number }>(ben, "GET", "/users/me/status");
  expect(status.status).toBe("dnd");
  expect(Math.abs(status.dnd_end_time - Date.now() / 1000 - 3600)).toBeLessThan(120);

  // The card comes by itself where the pointer rests, and goes with it.
  const message = row(anna, "Ask @anna");
  const name = message.getByRole("button", { name: "ben" });
  await name.hover();
  const card = anna.getByRole("dialog", { name: "ben" });
  await card.getByText("In a meeting").waitFor();
  await card.getByText("Do not disturb").waitFor();
  await card.getByText("Harbour pilot").waitFor();
  await card.getByText("Ben Halden").waitFor();
  expect(await card.getByText(/for them, 9 hours ahead/).count()).toBe(1);
  await picture(anna, "card", false);
  await anna.mouse.move(5, 5);
  await card.waitFor({ state: "detached" });

  // By keyboard: one key on the message, Escape back to it, and on to a conversation.
  await message.focus();
  await anna.keyboard.press("i");
  await card.waitFor();
  await picture(anna, "card-entered");
  expect(await axeFaults(anna)).toEqual([]);
  await anna.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
  expect(await message.evaluate((row) => row.contains(document.activeElement))).toBe(true);
  await message.focus();
  await anna.keyboard.press("i");
  await card.getByRole("button", { name: "Message" }).press("Enter");
  await field(anna).waitFor();
  await anna.waitForURL(/\/messages\/@ben$/);

  await mine.focus();
  await ben.keyboard.press("Enter");
  await ben.getByRole("menuitem", { name: "Clear status" }).press("Enter");
  await ben.getByTitle("Status: In a meeting").waitFor({ state: "detached" });
  // It goes here at once, and on the server a moment later.
  const kept = async (): Promise<string> =>
    (await call<{ props: { customStatus?: string } }>(ben, "GET", "/users/me")).props.customStatus ?? "";
  await expect.poll(kept).toBe("");
  expect(world.faults).toEqual([]);
}, 400_000);
