// One pane at a time: what the browser's way back leads to, and the arrows of the page.
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, channelId, field, firstPerson, row, startWorld, type World } from "./world";

const PHONE = { width: 375, height: 740 };

let world: World;
let anna: Page;
let town: string;

interface Made {
  id: string;
}

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
  town = await channelId(anna);
  const root = await call<Made>(anna, "POST", "/posts", { channel_id: town, message: "Who drives?" });
  await call(anna, "POST", "/posts", { channel_id: town, root_id: root.id, message: "I do" });
  await call(anna, "POST", `/posts/${root.id}/pin`);
  await anna.setViewportSize(PHONE);
});
afterAll(async () => {
  await world?.end();
});

const list = (): Locator => anna.getByRole("navigation", { name: "Channels" });
const channel = (name: string): Locator => anna.getByRole("heading", { level: 1, name });
const square = (): Locator => anna.getByRole("main", { name: "Town Square", exact: true });
/** What lies over the channel is the page. */
const thread = (): Locator => anna.getByRole("main", { name: /^Thread in/ });
const root = (): Locator => square().getByRole("article").filter({ hasText: "Who drives?" });

/** Where something is, in whole pixels. */
async function boxOf(what: Locator): Promise<Record<"left" | "top" | "right" | "bottom", number>> {
  await what.waitFor();
  const { left, top, right, bottom } = await what.evaluate((one) => one.getBoundingClientRect().toJSON());
  return {
    left: Math.round(left),
    top: Math.round(top),
    right: Math.round(right),
    bottom: Math.round(bottom),
  };
}

async function openThread(): Promise<void> {
  await root()
    .getByRole("button", { name: /1 reply/ })
    .click();
  await thread().getByText("I do").waitFor();
  expect(await square().isVisible()).toBe(false);
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

test("tools, toasts and the date hide no name and nothing of where one writes", async () => {
  const hidesNothing = async (row: Locator): Promise<void> => {
    await row.hover();
    const tools = await boxOf(row.locator(".message-tools"));
    const name = await boxOf(row.locator(".message-author"));
    expect(tools.bottom).toBeLessThanOrEqual(name.top);
  };
  await hidesNothing(root());
  await openThread();
  await hidesNothing(thread().getByRole("article").first());
  await anna.goBack();
  const { id } = await call<Made>(anna, "POST", "/posts", {
    channel_id: town,
    message: `- [x] done\n- [ ] to do\n\n${"And so on.\n\n".repeat(40)}`,
  });
  const long = anna.getByRole("main").getByRole("article").filter({ hasText: "And so on" });
  await long.getByText("And so on").last().waitFor();
  await anna.locator("main [data-messages]").hover();
  await anna.mouse.wheel(0, -300);
  const date = await boxOf(anna.locator(".list-floats > .list-day"));
  const row = await boxOf(long);
  expect([date.left, date.right]).toEqual([row.left, row.right]);
  // What is to be done stands where texts begin, in the middle of its line.
  const offAxis = await long.evaluate((one) => {
    const of = (part: string): DOMRect => one.querySelector(part)?.getBoundingClientRect() ?? new DOMRect();
    const [box, line, body] = [of("li > input"), of("li > div"), of(".message-body")];
    return [box.x - body.x, box.y + box.height / 2 - line.y - line.height / 2];
  });
  expect(offAxis[0]).toBe(0);
  expect(Math.abs(offAxis[1] ?? 9)).toBeLessThanOrEqual(0.5);
  await long.focus();
  await anna.keyboard.press("Delete");
  const toast = await boxOf(anna.locator(".ui-toast"));
  expect(toast.bottom).toBeLessThan((await boxOf(anna.locator("main .composer"))).top);
  await anna.keyboard.press("z");
  await long.getByText("And so on").first().waitFor();
  await call(anna, "DELETE", `/posts/${id}`);
  await root().waitFor();
});

test("where there is no keyboard nothing is said of keys", async () => {
  const storageState = await anna.context().storageState();
  const touch = await world.person("/login", {
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    storageState,
  });
  await touch.goto(`${world.url}/nordlinje/channels/town-square`);
  await field(touch).fill("On my way");
  expect(await touch.getByText("to send").isVisible()).toBe(false);
  await field(touch).fill("");
  const post = row(touch, "Who drives?");
  await post.tap();
  const more = touch.locator(".message-tools button").last();
  await more.tap();
  await touch.getByRole("menuitem", { name: "Copy link" }).waitFor();
  expect((await boxOf(touch.getByRole("menu"))).right).toBe((await boxOf(more)).right);
  expect(await touch.locator(".ui-keys:visible").count()).toBe(0);
  await touch.context().close();
});

test("a menu that is longer than the window scrolls, says so, and stays where it is scrolled to", async () => {
  await anna.setViewportSize({ width: PHONE.width, height: 200 });
  await anna.getByRole("main").locator(".channel-head-name").click();
  const menu = anna.getByRole("menu");
  const items = menu.getByRole("menuitem");
  await items.last().waitFor();
  const scrolled = (): Promise<number> => menu.evaluate((one) => one.scrollTop);
  expect(await menu.evaluate((one) => one.scrollHeight > one.clientHeight)).toBe(true);
  expect(await menu.evaluate((one) => getComputedStyle(one).backgroundImage)).toContain("gradient");
  await menu.hover();
  await anna.mouse.wheel(0, 60);
  await expect.poll(scrolled).toBe(60);
  await anna.keyboard.press("End");
  const inside = async (): Promise<boolean> => {
    const [frame, last] = [await boxOf(menu), await boxOf(items.last())];
    return last.top >= frame.top && last.bottom <= frame.bottom && frame.bottom <= 200;
  };
  await expect.poll(inside).toBe(true);
  // What is measured anew leaves it there: what the key has scrolled is heard of with the next frame.
  await anna.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await inside()).toBe(true);
  await anna.keyboard.press("Escape");
  await anna.setViewportSize(PHONE);
});

test("a thread and what is pinned lie over their channel, and go by the way back", async () => {
  await openThread();
  await anna.goBack();
  await root().waitFor();
  await expect.poll(() => thread().count()).toBe(0);
  await anna.getByRole("button", { name: "Pinned messages" }).click();
  const pinned = anna.getByRole("main", { name: "Pinned messages" });
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
  await anna.getByRole("complementary", { name: /^Thread in/ }).waitFor();
  expect(await anna.evaluate(() => history.state?.over)).toBeUndefined();
  // A window that becomes too small for both has the pane over the channel.
  await anna.setViewportSize(PHONE);
  await expect.poll(() => square().isVisible()).toBe(false);
  await expect.poll(() => anna.evaluate(() => history.state?.over?.kind)).toBe("thread");
  await anna.goBack();
  await root().waitFor();
});
