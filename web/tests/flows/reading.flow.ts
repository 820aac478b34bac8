import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { localRows } from "./localRows";
import {
  call,
  channelId,
  field,
  firstPerson,
  invited,
  logIn,
  row,
  startWorld,
  teamOf,
  unreadIn,
  type World,
  write,
} from "./world";

let world: World;
let anna: Page;
let ben: Page;
let channel: string;

interface Made {
  id: string;
}

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
  channel = await channelId(anna);
  ben = await invited(world, anna, "ben");
});
afterAll(async () => {
  await world?.end();
});

const main = (on: Page): Locator => on.getByRole("main");
const pane = (on: Page): Locator => on.getByRole("complementary", { name: /^Thread in/ });

const sidebar = (on: Page): Locator => on.getByRole("navigation", { name: "Channels" });

async function say(on: Page, text: string): Promise<void> {
  await write(on, text);
  // Only what the server has confirmed can be pinned, saved or deleted; until then it has the sender's own name for it.
  await row(main(on), text).and(on.locator("[data-post]:not([data-post*=':'])")).waitFor();
}

async function post(on: Page, message: string, root = ""): Promise<string> {
  return (await call<Made>(on, "POST", "/posts", { channel_id: channel, root_id: root, message })).id;
}

async function shot(on: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await on.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

test("a thread is answered, followed and read, by keys too", async () => {
  await say(anna, "Who drives at Halden?");
  await row(main(ben), "Who drives at Halden?").waitFor();
  await row(main(ben), "Who drives at Halden?").focus();
  await ben.keyboard.press("r");
  const answer = pane(ben).getByRole("textbox");
  await answer.waitFor();
  await answer.fill("I do, from noon");
  await answer.press("Enter");
  await row(pane(ben), "I do, from noon").waitFor();
  // The channel shows the root alone, with what came of it.
  const replies = row(main(anna), "Who drives at Halden?").getByRole("button", { name: /1 reply/ });
  await replies.waitFor();
  expect(await row(main(anna), "I do, from noon").count()).toBe(0);
  await replies.click();
  await row(pane(anna), "I do, from noon").waitFor();
  await pane(anna).getByRole("button", { name: "Stop following" }).click();
  await pane(anna).getByRole("button", { name: "Follow thread" }).click();
  await pane(anna).getByRole("button", { name: "Stop following" }).waitFor();
  await shot(anna, "thread");
  expect(await axeFaults(anna)).toEqual([]);
  await pane(anna).getByRole("button", { name: "Close thread" }).click();
  await ben.keyboard.press("Escape");
  await expect.poll(() => pane(ben).count()).toBe(0);
});

test("reactions are given, named, and taken back, on both sides", async () => {
  await say(anna, "The new table is out");
  const there = row(main(ben), "The new table is out");
  const pick = async (page: Page, name: string, sign: string): Promise<void> => {
    await page.getByRole("dialog", { name: "Emoji" }).getByRole("combobox").fill(name);
    await page.locator("[aria-selected=true]").filter({ hasText: sign }).waitFor();
    await page.keyboard.press("Enter");
  };
  await there.focus();
  await ben.keyboard.press("+");
  await pick(ben, "tada", "🎉");
  const said = row(main(anna), "The new table is out");
  const chip = said.getByRole("button", { name: /ben reacted with :tada:/ });
  await chip.waitFor();
  expect(await chip.getAttribute("aria-pressed")).toBe("false");
  await chip.click();
  const both = there.getByRole("button", { name: /reacted with :tada:/ });
  await expect.poll(() => both.textContent()).toContain("2");
  await both.click();
  await expect.poll(() => said.locator(".message-reaction .num").textContent()).toBe("1");
  // Another one, by the button beside those that are there.
  await said.locator(".message-reaction").last().click();
  await pick(anna, "eyes", "👀");
  await there.getByRole("button", { name: /anna reacted with :eyes:/ }).waitFor();
});

test("a message is pinned and saved by key, deleted and brought back", async () => {
  await say(anna, "Keep this one");
  await row(main(anna), "Keep this one").focus();
  await anna.keyboard.press("p");
  await row(main(anna), "Keep this one").getByText("Pinned").waitFor();
  await anna.keyboard.press("s");
  await row(main(anna), "Keep this one").getByText("Saved").waitFor();
  await main(anna).getByRole("button", { name: "Pinned messages" }).click();
  await row(anna.getByRole("complementary", { name: "Pinned messages" }), "Keep this one").waitFor();
  await main(anna).getByRole("button", { name: "Pinned messages" }).click();
  await row(main(anna), "Keep this one").focus();
  await anna.keyboard.press("Delete");
  await row(main(anna), "Message deleted").waitFor();
  await anna.getByRole("button", { name: "Undo" }).click();
  await row(main(anna), "Keep this one").waitFor();
});

test("what is marked unread stays so, and is read on whichever device it is opened", async () => {
  const phone = await world.person("/login");
  await logIn(phone, "anna");
  await field(phone).waitFor();
  const there = (on: Page): Locator => sidebar(on).getByRole("link", { name: /^Town Square/ });
  const counts = (on: Page): Promise<boolean> =>
    there(on).evaluate((link) => link.textContent?.includes("Unread") ?? false);
  await sidebar(phone).getByRole("link", { name: "Off-Topic" }).click();
  await phone.getByRole("heading", { name: "Off-Topic", exact: true }).waitFor();
  await say(ben, "Read me later");
  await row(main(anna), "Read me later").focus();
  await anna.keyboard.press("u");
  await main(anna).getByRole("separator", { name: "New messages" }).waitFor();
  const unread = async (): Promise<number> => (await unreadIn(anna, channel)).msg_count;
  await expect.poll(unread).toBe(1);
  await expect.poll(() => counts(phone)).toBe(true);
  await expect.poll(() => phone.title()).toMatch(/^\*/);
  await anna.waitForTimeout(500);
  expect(await unread()).toBe(1);
  // Opening it on the other device reads it on both.
  await there(phone).click();
  await row(main(phone), "Read me later").waitFor();
  await expect.poll(unread).toBe(0);
  await expect.poll(() => counts(anna)).toBe(false);
  // And so does opening it anew on this one.
  await row(main(anna), "Read me later").focus();
  await sidebar(phone).getByRole("link", { name: "Off-Topic" }).click();
  await anna.keyboard.press("u");
  await expect.poll(unread).toBe(1);
  await anna.reload();
  await row(main(anna), "Read me later").waitFor();
  await expect.poll(unread).toBe(0);
  await expect.poll(() => counts(phone)).toBe(false);
  await phone.context().close();
});

test("what came while nobody was here stands behind the line, also in a channel that is kept", async () => {
  await say(anna, "Good night");
  // The page is written down a moment later.
  await expect.poll(async () => JSON.stringify(await localRows(anna, "pages"))).toContain("Good night");
  await anna.goto("about:blank");
  await post(ben, "The first one is out");
  await post(ben, "The second one too");
  await anna.goto(`${world.url}/nordlinje/channels/town-square`);
  await row(main(anna), "The second one too").waitFor();
  const line = main(anna).locator("[data-row=new] + [data-row]");
  await expect.poll(() => line.textContent()).toContain("The first one is out");
});

test("the inbox of threads lists what is answered, and reads it", async () => {
  const root = await post(anna, "Which platform tomorrow?");
  await anna.goto(`${world.url}/nordlinje/threads`);
  await anna.getByRole("heading", { name: "Threads" }).waitFor();
  await post(ben, "Platform two", root);
  const item = anna.getByRole("button", { name: /Which platform tomorrow/ });
  await item.getByText("1 new").waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await shot(anna, "threads");
  await item.click();
  await row(pane(anna), "Platform two").waitFor();
  await expect.poll(() => item.getByText("1 new").count()).toBe(0);
  await shot(anna, "threads-open");
  await post(ben, "Or three", root);
  await row(pane(anna), "Or three").waitFor();
  await anna.goto(`${world.url}/nordlinje/threads`);
  await anna.getByRole("button", { name: /Which platform tomorrow/ }).waitFor();
  await post(ben, "Three it is", root);
  const isRead = async (): Promise<boolean> => {
    const { id } = await teamOf(anna);
    const { total_unread_threads: unread } = await call<{ total_unread_threads: number }>(
      anna,
      "GET",
      `/users/me/teams/${id}/threads?totalsOnly=true`,
    );
    return unread === 0;
  };
  // Done with one, by key: at once here, and on the server when it can no longer be taken back.
  await item.getByText("1 new").waitFor();
  await anna.keyboard.press("j");
  await anna.keyboard.press("e");
  await item.getByText("1 new").waitFor({ state: "detached" });
  expect(await isRead()).toBe(false);
  await anna.keyboard.press("z");
  await item.getByText("1 new").waitFor();
  await anna.getByRole("button", { name: "Mark all read" }).click();
  await anna.getByRole("tab", { name: /Unread/ }).click();
  await anna.getByText("All caught up").waitFor();
  await anna.getByRole("button", { name: "Undo" }).click();
  await item.getByText("1 new").waitFor();
  await anna.keyboard.press("j");
  await anna.keyboard.press("Escape");
  await anna.getByText("All caught up").waitFor();
  await anna.goto(`${world.url}/nordlinje/channels/town-square`);
  await expect.poll(isRead).toBe(true);
});

test("what is saved is listed, and a link leads to an old message, or says that it can't", async () => {
  await anna.goto(`${world.url}/nordlinje/saved`);
  await row(main(anna), "Keep this one").waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await shot(anna, "saved");
  const old = await post(anna, "An old promise");
  for (let index = 0; index < 70; index += 1) await post(ben, `Later ${index}`);
  await anna.goto(`${world.url}/nordlinje/pl/${old}`);
  const lit = row(main(anna), "An old promise");
  // It is lit for a moment only, which may be over before anybody can ask for it.
  await lit.and(anna.locator("[data-target]")).waitFor();
  await anna.waitForFunction(() => location.pathname.endsWith("/channels/town-square"));
  await expect.poll(() => lit.getAttribute("data-target"), { timeout: 5_000 }).toBeNull();
  await main(anna)
    .getByRole("button", { name: /latest|new message/ })
    .click();
  await row(main(anna), "Later 69").waitFor();
  const reply = await post(ben, "kept at last", old);
  await anna.goto(`${world.url}/_redirect/pl/${reply}`);
  await row(pane(anna), "kept at last").waitFor();
  await anna.goto(`${world.url}/nordlinje/pl/${"z".repeat(26)}`);
  await anna.getByText("You can't open this message.").waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await anna.goto(`${world.url}/nordlinje/channels/town-square`);
  await field(anna).waitFor();
});

test("my own message comes into view, from wherever one reads", async () => {
  const { order } = await call<{ order: string[] }>(
    anna,
    "GET",
    `/channels/${channel}/posts?page=1&per_page=60`,
  );
  await anna.goto(`${world.url}/nordlinje/pl/${order[0]}`);
  await anna.waitForFunction(() => location.pathname.endsWith("/channels/town-square"));
  await say(anna, "Said from far above");
  await row(main(anna), "Later 69").waitFor();
  await main(anna)
    .locator("[data-messages]")
    .evaluate((log) => {
      log.scrollTop = 0;
    });
  await expect.poll(() => row(main(anna), "Said from far above").count()).toBe(0);
  await say(anna, "Said once more");
});

test("a long channel is a window: few nodes, no jumps, all of it to be reached", async () => {
  const texts = Array.from(
    { length: 150 },
    (_, index) => `Stop ${index + 1}${"\n\nwith a line".repeat(index % 4)}`,
  );
  for (const text of texts) await post(ben, text);
  // Who writes has read what is above.
  await post(anna, "All aboard");
  await anna.goto(`${world.url}/nordlinje/channels/town-square`);
  const log = main(anna).locator("[data-messages]");
  await row(main(anna), "Stop 150").waitFor();
  expect(await anna.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(4_000);
  // Older pages come above; what is read stays where it is.
  const drift = await log.evaluate(async (element) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let worst = 0;
    for (let step = 0; step < 60; step += 1) {
      element.scrollTop -= 300;
      await frame();
      const seen = [...element.querySelectorAll<HTMLElement>("[data-post]")].find(
        (one) => one.getBoundingClientRect().top > element.getBoundingClientRect().top,
      );
      const before = seen?.getBoundingClientRect().top ?? 0;
      for (let wait = 0; wait < 3; wait += 1) await frame();
      if (seen?.isConnected) worst = Math.max(worst, Math.abs(seen.getBoundingClientRect().top - before));
    }
    return worst;
  });
  expect(drift).toBeLessThanOrEqual(1);
  // All the way up, where the channel begins.
  await expect
    .poll(async () => {
      await log.evaluate((element) => {
        element.scrollTop = 0;
      });
      return anna.getByText("This is where ~Town Square begins").count();
    })
    .toBe(1);
  await row(main(anna), "Who drives at Halden?").waitFor();
  // It counts what came since, where that was not read yet.
  await main(anna).locator(".jump-latest").click();
  await row(main(anna), "Stop 150").waitFor();
  await shot(anna, "channel");
  expect(await axeFaults(anna)).toEqual([]);
  expect(world.faults).toEqual([]);
});

test("a list that is thrown to its top while older pages come shows what is there", async () => {
  const team_id = (await teamOf(anna)).id;
  const depot = { team_id, name: "depot", display_name: "Depot", type: "O" };
  const { id: channel_id } = await call<Made>(anna, "POST", "/channels", depot);
  const fill = async (count: number, text: (index: number) => string): Promise<void> => {
    const messages = Array.from({ length: count }, (_, index) => ({ channel_id, message: text(index) }));
    await Promise.all(messages.map((message) => call(anna, "POST", "/posts", message)));
  };
  // Nobody can tell from the newest how high the others are.
  await fill(300, (index) => `Short ${index}`);
  await fill(70, (index) => `Long ${index}${"\n\nwith a line".repeat(25)}`);
  await anna.goto(`${world.url}/nordlinje/channels/depot`);
  await row(main(anna), "Long 6").first().waitFor();
  const log = main(anna).locator("[data-messages]");
  const isShown = (): Promise<boolean> =>
    log.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return [...element.querySelectorAll("[data-post]")].some((post) => {
        const { top, bottom } = post.getBoundingClientRect();
        return bottom > box.top && top < box.bottom;
      });
    });
  const begins = anna.getByText("This is where ~Depot begins");
  while ((await begins.count()) === 0) {
    await log.evaluate((element) => {
      element.scrollTop = 0;
    });
    await expect.poll(isShown).toBe(true);
  }
});

test("a channel whose only new message is gone again opens at its end", async () => {
  await sidebar(anna).getByRole("link", { name: "Off-Topic" }).click();
  await anna.getByText("This is where ~Off-Topic begins").waitFor();
  const gone = await post(ben, "Never mind");
  await call(ben, "DELETE", `/posts/${gone}`);
  await anna.reload();
  await sidebar(anna)
    .getByRole("link", { name: /Town Square/ })
    .click();
  const last = row(main(anna), "All aboard");
  await last.waitFor();
  const isSeen = (): Promise<boolean> =>
    last.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight);
  await expect.poll(isSeen).toBe(true);
});

test("what has come since is read from its beginning, though the channel was left at its end", async () => {
  const open = (name: string): Promise<void> =>
    sidebar(anna)
      .getByRole("link", { name: new RegExp(name) })
      .click();
  const unread = async (): Promise<number> => (await unreadIn(anna, channel)).msg_count;
  await open("Town Square");
  await row(main(anna), "All aboard").waitFor();
  await expect.poll(unread).toBe(0);
  await open("Off-Topic");
  await anna.getByText("This is where ~Off-Topic begins").waitFor();

  for (let at = 1; at <= 40; at += 1) await post(ben, `Since then, number ${at}.`);
  await sidebar(anna).locator("[data-unread]", { hasText: "Town Square" }).waitFor();
  await open("Town Square");
  const said = (at: number): Locator => row(main(anna), `Since then, number ${at}.`);
  await said(1).waitFor();
  const log = main(anna).locator("[data-messages]");
  const isShown = async (at: number): Promise<boolean> => {
    // What is far away has no row.
    if ((await said(at).count()) === 0) return false;
    const [box, frame] = [await said(at).boundingBox(), await log.boundingBox()];
    return box !== null && frame !== null && box.y >= frame.y && box.y + box.height <= frame.y + frame.height;
  };
  expect([await isShown(1), await isShown(40)]).toEqual([true, false]);
  expect(await main(anna).getByRole("separator", { name: "New messages" }).isVisible()).toBe(true);
  expect(await unread()).toBe(40);

  await log.focus();
  await anna.keyboard.press("End");
  await expect.poll(unread).toBe(0);
  expect(await isShown(40)).toBe(true);
});
