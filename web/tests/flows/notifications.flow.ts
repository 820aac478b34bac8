import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, channelId, field, firstPerson, invited, row, startWorld, type World } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

const LONG_MS = 60_000;

/** What a page has told the desktop, in the page; the desktop of a browser without a screen shows nothing. */
interface Shown {
  title: string;
  body: string;
  tag: string;
  isClosed: boolean;
  click(): void;
}

declare global {
  var shown: Shown[];
  /** Whether the page has the focus: of several pages of a browser without a screen each believes that it has. */
  var isFocused: boolean;
}

async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.shown = [];
    globalThis.isFocused = true;
    document.hasFocus = () => globalThis.isFocused;
    class Told extends EventTarget {
      static permission = "granted";
      onclick: (() => void) | undefined;
      onclose: (() => void) | undefined;
      private told: Shown;
      constructor(title: string, options: { body: string; tag: string }) {
        super();
        this.told = {
          title,
          body: options.body,
          tag: options.tag,
          isClosed: false,
          click: () => this.onclick?.(),
        };
        globalThis.shown.push(this.told);
      }
      close(): void {
        this.told.isClosed = true;
        this.onclose?.();
      }
    }
    Object.defineProperty(window, "Notification", { value: Told, configurable: true });
  });
}

const titles = (page: Page): Promise<string[]> =>
  page.evaluate(() => globalThis.shown.map((one) => one.title));
const focus = (page: Page, isOn: boolean): Promise<void> =>
  page.evaluate((on) => {
    globalThis.isFocused = on;
    window.dispatchEvent(new Event(on ? "focus" : "blur"));
  }, isOn);

test("the desktop tells of what the account wishes, once for all tabs, and a click opens it", async () => {
  const anna = await firstPerson(world);
  anna.setDefaultTimeout(LONG_MS);
  const me = await call<{ id: string; notify_props: Record<string, string> }>(anna, "GET", "/users/me");
  const ben = await invited(world, anna, "ben");
  ben.setDefaultTimeout(LONG_MS);
  const square = await channelId(ben);
  const topic = await channelId(ben, "off-topic");
  const say = (channel: string, message: string, root_id = ""): Promise<{ id: string }> =>
    call(ben, "POST", "/posts", { channel_id: channel, message, root_id });
  // Two tabs of one browser: the first leads.
  const [first, second] = [await anna.context().newPage(), await anna.context().newPage()];
  const address = anna.url();
  await anna.close();
  for (const tab of [first, second]) {
    tab.setDefaultTimeout(LONG_MS);
    await listen(tab);
    await tab.goto(address);
    await field(tab).waitFor();
    await focus(tab, false);
  }
  const wish = (props: Record<string, string>): Promise<unknown> =>
    call(first, "PUT", "/users/me/patch", { notify_props: { ...me.notify_props, ...props } });

  // By default: mentions only, and in the words of the message.
  await say(square, "Nobody in particular");
  await say(square, "**Well**, @anna, [look](https://example.org)");
  await row(second, "Well").waitFor();
  await first.waitForFunction(() => globalThis.shown.length > 0);
  expect(await titles(first)).toEqual(["ben in Town Square"]);
  expect(await titles(second)).toEqual([]);
  expect(await first.evaluate(() => globalThis.shown[0]?.body)).toBe("Well, @anna, look");

  // Not what somebody looks at, though in another tab than the one that tells.
  await focus(second, true);
  await say(square, "You see this, @anna");
  await Promise.all([row(first, "You see this"), row(second, "You see this")]);
  // What has been read meanwhile is taken away.
  await first.waitForFunction(() => globalThis.shown[0]?.isClosed);
  await focus(second, false);
  await say(topic, "Elsewhere, @anna");
  await first.waitForFunction(() => globalThis.shown.length > 1);
  expect(await titles(first)).toEqual(["ben in Town Square", "ben in Off-Topic"]);

  // Words of my own, and everything where I wish so.
  await wish({ mention_keys: "harbour" });
  await say(topic, "The harbour is open");
  await first.waitForFunction(() => globalThis.shown.length > 2);
  await wish({ desktop: "all" });
  await say(square, "To everybody who listens");
  await first.waitForFunction(() => globalThis.shown.length > 3);
  // A channel's own level goes before that; what is muted and who is not to be disturbed hear nothing.
  await call(first, "PUT", `/channels/${topic}/members/${me.id}/notify_props`, {
    desktop: "none",
    channel_id: topic,
    user_id: me.id,
  });
  await say(topic, "Not here, @anna");
  await call(first, "PUT", `/users/me/status`, { user_id: me.id, status: "dnd" });
  await first.waitForFunction(
    async () => (await (await fetch("/api/v4/users/me/status")).json()).status === "dnd",
  );
  await say(square, "Not now, @anna");
  await row(second, "Not now").waitFor();
  await call(first, "PUT", `/users/me/status`, { user_id: me.id, status: "online" });
  await say(square, "Now, @anna");
  await first.waitForFunction(() => globalThis.shown.at(-1)?.body === "Now, @anna");
  expect(await first.evaluate(() => globalThis.shown.slice(2).map((one) => one.body))).toEqual([
    "The harbour is open",
    "To everybody who listens",
    "Now, @anna",
  ]);

  // A direct message is addressed to me, and a click on its notification opens it.
  const ben2 = await call<{ id: string }>(ben, "GET", "/users/me");
  const direct = await call<{ id: string }>(ben, "POST", "/channels/direct", [ben2.id, me.id]);
  await wish({ desktop: "mention" });
  await say(direct.id, "Between us");
  await first.waitForFunction(() => globalThis.shown.at(-1)?.title === "ben");
  await first.evaluate(() => globalThis.shown.at(-1)?.click());
  await row(first, "Between us").waitFor();
  expect(new URL(first.url()).pathname).toContain("/messages/@ben");

  // When the tab that tells is closed, the other one does.
  await first.close();
  await second.waitForFunction(async () => (await navigator.locks.query()).pending?.length === 0);
  await say(square, "Are you there, @anna");
  await second.waitForFunction(() => globalThis.shown.at(-1)?.body === "Are you there, @anna");
  expect(await titles(second)).toEqual(["ben in Town Square"]);
  expect(world.faults).toEqual([]);
}, 400_000);
