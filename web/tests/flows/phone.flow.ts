// One pane at a time: what the browser's way back leads to, and the arrows of the page.
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, firstTeam, signUp, startWorld, type World } from "./world";

const PHONE = { width: 375, height: 740 };

let world: World;
let anna: Page;

interface Made {
  id: string;
}

beforeAll(async () => {
  world = await startWorld();
  anna = await world.person();
  await signUp(anna, "anna");
  await firstTeam(anna, "Nordlinje");
  const [team] = await call<Made[]>(anna, "GET", "/users/me/teams");
  const town = await call<Made>(anna, "GET", `/teams/${team?.id}/channels/name/town-square`);
  const root = await call<Made>(anna, "POST", "/posts", { channel_id: town.id, message: "Who drives?" });
  await call(anna, "POST", "/posts", { channel_id: town.id, root_id: root.id, message: "I do" });
  await call(anna, "POST", `/posts/${root.id}/pin`);
  await anna.setViewportSize(PHONE);
});
afterAll(async () => {
  await world?.end();
});

const list = (): Locator => anna.getByRole("navigation", { name: "Channels" });
const channel = (name: string): Locator => anna.getByRole("heading", { level: 1, name });
const thread = (): Locator => anna.getByRole("complementary", { name: /^Thread in/ });
const root = (): Locator => anna.getByRole("main").getByRole("article").filter({ hasText: "Who drives?" });

async function openThread(): Promise<void> {
  await root()
    .getByRole("button", { name: /1 reply/ })
    .click();
  await thread().getByText("I do").waitFor();
  expect(await anna.getByRole("main").isVisible()).toBe(false);
}

test("from a channel that a link led to, the way back leads to the list of channels", async () => {
  await anna.goto("about:blank");
  await anna.goto(`${world.url}/nordlinje/channels/town-square`);
  await root().waitFor();
  expect(await list().isVisible()).toBe(false);
  await expect.poll(() => anna.evaluate(() => history.state?.below)).toEqual(["/nordlinje"]);
  await anna.goBack();
  await list().waitFor();
  await anna.goForward();
  await root().waitFor();
});

test("what is edited has its buttons in sight", async () => {
  await root().focus();
  await anna.keyboard.press("e");
  const save = await anna.getByRole("button", { name: "Save", exact: true }).boundingBox();
  const list = await anna.locator("main [data-messages]").boundingBox();
  expect((save?.x ?? 0) + (save?.width ?? PHONE.width)).toBeLessThan(list?.width ?? 0);
  await anna.keyboard.press("Escape");
});

test("a thread and what is pinned lie over their channel, and go by the way back", async () => {
  await openThread();
  await anna.goBack();
  await root().waitFor();
  await expect.poll(() => thread().count()).toBe(0);
  await anna.getByRole("button", { name: "Pinned messages" }).click();
  const pinned = anna.getByRole("complementary", { name: "Pinned messages" });
  await pinned.getByText("Who drives?").waitFor();
  // From one pane into another is no step of its own.
  await pinned.getByRole("button", { name: /1 reply/ }).click();
  await thread().waitFor();
  await anna.goBack();
  await root().waitFor();
  await expect.poll(() => thread().count()).toBe(0);
  await anna.goForward();
  await thread().waitFor();
  // It is there again when the page is loaded anew, and still goes.
  await anna.reload();
  await thread().getByText("I do").waitFor();
  await thread().getByRole("button", { name: "Close thread" }).click();
  await root().waitFor();
  await anna.goBack();
  await list().waitFor();
});

test("Escape closes a thread, and takes its place in the history along", async () => {
  await list().getByRole("link", { name: "Town Square" }).click();
  await openThread();
  await anna.keyboard.press("Escape");
  await root().waitFor();
  await expect.poll(() => anna.evaluate(() => history.state?.over)).toBeUndefined();
  await anna.goBack();
  await list().waitFor();
});

test("the arrow of a page leads to the list, from however many channels", async () => {
  await list().getByRole("link", { name: "Town Square" }).click();
  await channel("Town Square").waitFor();
  await anna.keyboard.press("Control+k");
  await anna.keyboard.type("off");
  await anna.getByRole("option", { name: /Off-Topic/ }).click();
  await channel("Off-Topic").waitFor();
  const before = await anna.evaluate(() => history.length);
  await anna.getByRole("link", { name: "Back to the channels" }).click();
  await list().waitFor();
  expect(await anna.evaluate(() => [history.length, history.state?.below ?? []])).toEqual([before, []]);
  for (const name of ["Threads", "Saved"]) {
    await list().getByRole("link", { name }).click();
    await channel(name).waitFor();
    await anna.getByRole("button", { name: "Back to the channels" }).click();
    await list().waitFor();
  }
  await list().getByRole("link", { name: "Threads" }).click();
  await anna.getByRole("button", { name: /Who drives\?/ }).click();
  await thread().waitFor();
  await thread().getByRole("button", { name: "Close thread" }).click();
  await channel("Threads").waitFor();
  await anna.goBack();
  await list().waitFor();
});

test("the settings are left for where one was", async () => {
  await list().getByRole("link", { name: "Town Square" }).click();
  await channel("Town Square").waitFor();
  await anna.keyboard.press("Control+,");
  await anna.getByRole("link", { name: "Appearance" }).click();
  await anna.getByRole("heading", { level: 2, name: "Appearance" }).waitFor();
  await anna.getByRole("button", { name: "Back to your conversations" }).click();
  await channel("Town Square").waitFor();
  await anna.goBack();
  await list().waitFor();
  expect(world.faults).toEqual([]);
});

test("where there is room for both, the way back is the channel's", async () => {
  await anna.setViewportSize({ width: 1280, height: 800 });
  await root().waitFor();
  await root()
    .getByRole("button", { name: /1 reply/ })
    .click();
  await thread().waitFor();
  expect(await anna.evaluate(() => history.state?.over)).toBeUndefined();
  // A window that becomes too small for both has the pane over the channel.
  await anna.setViewportSize(PHONE);
  await expect.poll(() => anna.getByRole("main").isVisible()).toBe(false);
  await expect.poll(() => anna.evaluate(() => history.state?.over?.kind)).toBe("thread");
  await anna.goBack();
  await root().waitFor();
});
