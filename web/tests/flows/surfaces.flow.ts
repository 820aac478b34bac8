// Every menu, dialog and picker, opened, judged by axe by day and by night, and closed by Escape.
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { addAccount, call, firstPerson, startWorld, teamOf, type World } from "./world";

let world: World;
let anna: Page;

interface Made {
  id: string;
}

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
  const team = await teamOf(anna);
  const ben = await addAccount(anna, "ben");
  const depot = await call<Made>(anna, "POST", "/channels", {
    team_id: team.id,
    name: "depot",
    display_name: "Depot",
    type: "P",
    header: "Signals and points",
  });
  await call(anna, "POST", `/channels/${depot.id}/members`, { user_id: ben });
  await call(anna, "POST", "/posts", { channel_id: depot.id, message: "Points 12 answer slowly" });
  await anna.goto(`${world.url}/nordlinje/channels/depot`);
  await message().waitFor();
});
afterAll(async () => {
  await world?.end();
});

const main = (): Locator => anna.getByRole("main");
const side = (): Locator => anna.getByRole("navigation", { name: "Channels", exact: true });
const message = (): Locator => main().getByRole("article").filter({ hasText: "Points 12" });
const menu = (): Locator => anna.getByRole("menu");
const dialog = (): Locator => anna.getByRole("dialog").or(anna.getByRole("alertdialog"));

/** Presses Escape until nothing is open any more. */
async function close(): Promise<void> {
  for (let tries = 0; tries < 4 && (await dialog().or(menu()).count()) > 0; tries += 1)
    await anna.keyboard.press("Escape");
  expect(await dialog().or(menu()).count()).toBe(0);
}

async function channelMenu(item?: RegExp): Promise<void> {
  await main().locator(".channel-head-name").click();
  await menu().waitFor();
  if (item) await menu().getByRole("menuitem", { name: item }).first().click();
}

async function sideMenu(button: RegExp, item?: RegExp): Promise<void> {
  await side().getByRole("button", { name: button }).first().click();
  await menu().waitFor();
  if (item) await menu().getByRole("menuitem", { name: item }).first().click();
}

async function messageKey(key: string): Promise<void> {
  await message().focus();
  await anna.keyboard.press(key);
}

const surfaces: [what: string, open: () => Promise<unknown>, shown: () => Locator][] = [
  ["the menu of a team", () => sideMenu(/^Menu of Nordlinje/), menu],
  ["the invitation", () => sideMenu(/^Menu of Nordlinje/, /Invite people/), dialog],
  ["leaving the team", () => sideMenu(/^Menu of Nordlinje/, /Leave team/), dialog],
  ["a new conversation", () => sideMenu(/^Menu of Nordlinje/, /message/i), dialog],
  ["the menu of adding", () => sideMenu(/^Add channels/), menu],
  ["browsing", () => sideMenu(/^Add channels/, /Browse channels/), dialog],
  ["making a channel", () => sideMenu(/^Add channels/, /Create a channel/), dialog],
  ["my menu", () => side().locator(".sidebar-me").click(), menu],
  ["the menu of a channel", () => channelMenu(), menu],
  ["members", () => channelMenu(/^Members/), dialog],
  ["notifications of a channel", () => channelMenu(/^Notifications/), dialog],
  ["editing a channel", () => channelMenu(/^Edit channel/), dialog],
  ["leaving a channel", () => channelMenu(/^Leave channel/), dialog],
  [
    "a new category",
    async () => {
      await side()
        .getByRole("link", { name: /^Depot/ })
        .hover();
      await sideMenu(/^Menu of Depot/, /^New category/);
    },
    dialog,
  ],
  ["archiving a channel", () => channelMenu(/^Archive channel/), dialog],
  [
    "the menu of a message",
    async () => {
      await message().focus();
      await message().locator(".message-tools button").last().click();
    },
    menu,
  ],
  ["the picker of emoji", () => messageKey("+"), dialog],
  ["the calendar", () => main().locator(".list-day").getByRole("button").last().click(), dialog],
  ["the quick switcher", () => anna.keyboard.press("Control+k"), dialog],
  [
    "what the quick switcher finds",
    async () => {
      await anna.keyboard.press("Control+k");
      await dialog().getByRole("option").first().waitFor();
      await anna.keyboard.type("be");
    },
    dialog,
  ],
  [
    "what the quick switcher does not find",
    async () => {
      await anna.keyboard.press("Control+k");
      await dialog().waitFor();
      await anna.keyboard.type("zzzzzz");
    },
    dialog,
  ],
  ["the shortcuts", () => anna.keyboard.press("Control+/"), dialog],
];

test.each(surfaces)("%s has no fault that axe finds, and goes by Escape", async (_, open, shown) => {
  await open();
  await shown().first().waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await close();
});

test("the quick switcher shows what it finds in rows, the chosen one marked", async () => {
  await anna.keyboard.press("Control+k");
  const option = dialog().getByRole("option").first();
  await option.waitFor();
  const looks = await option.evaluate((one) => {
    const { display, backgroundColor } = getComputedStyle(one);
    return { display, isMarked: backgroundColor !== "rgba(0, 0, 0, 0)" };
  });
  expect(looks).toEqual({ display: "flex", isMarked: true });
  await close();
});

test("nothing that was opened broke a rule of the page", () => {
  expect(world.faults).toEqual([]);
});
