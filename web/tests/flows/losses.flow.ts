import type { CDPSession, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chance, rounds, tell } from "./rounds";
import { field, firstPerson, startWorld, type World } from "./world";

/** How often a tab is killed, and how often something is cut on its way, in `make soak`; writing.flow.ts does a few. */
const KILLS = Number(process.env.KILLS ?? 0);
const CUTS = Number(process.env.CUTS ?? 0);
const ROUND_MS = 60_000;

let world: World;
let tab: Page;
let browser: CDPSession;
const channelIds = new Map<string, string>();

beforeAll(async () => {
  if (KILLS + CUTS === 0) return;
  world = await startWorld();
  tab = await firstPerson(world);
  browser = await (tab.context().browser() ?? fail("no browser")).newBrowserCDPSession();
  const [team] = await get<{ id: string }[]>("/users/me/teams");
  for (const name of channels) {
    const { id } = await get<{ id: string }>(`/teams/${team?.id}/channels/name/${name}`);
    channelIds.set(name, id);
  }
});
afterAll(async () => {
  await world?.end();
});

const channels = ["town-square", "off-topic"] as const;
type Channel = (typeof channels)[number];

const editor = (on: Page): Locator => on.getByRole("textbox", { name: "Change your message" });

function fail(why: string): never {
  throw new Error(why);
}

/** Asks the server as who is signed in, without a page: the only one may be dead. */
async function get<Answer>(path: string): Promise<Answer> {
  const answer = await tab.context().request.get(`${world.url}/api/v4${path}`);
  return answer.json();
}

/** What people have written in a channel, oldest first. */
async function written(channel: Channel): Promise<string[]> {
  const found: string[] = [];
  for (let page = 0; ; page += 1) {
    const { order, posts } = await get<{
      order: string[];
      posts: Record<string, { message: string; type: string }>;
    }>(`/channels/${channelIds.get(channel)}/posts?per_page=200&page=${page}`);
    for (const id of order) if (posts[id]?.type === "") found.unshift(posts[id]?.message ?? "");
    if (order.length < 200) return found;
  }
}

/** Ends the processes of the only page with SIGKILL, as a crash or a system without memory does. */
async function kill(): Promise<void> {
  const crashed = tab.waitForEvent("crash");
  const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
  for (const { type, id } of processInfo) if (type === "renderer") process.kill(id, "SIGKILL");
  await crashed;
  const context = tab.context();
  await tab.close();
  tab = await context.newPage();
  tab.setDefaultTimeout(10_000);
}

async function open(channel: Channel): Promise<void> {
  await tab.goto(`${world.url}/nordlinje/channels/${channel}`);
  await field(tab).waitFor();
}

const letters = [..."abcdefghij klmno   pqrstuvwxyz.,", "é", "ß", "ж", "日", "א", "🚋", "\n"];

function textBy(chance: Chance): string[] {
  return Array.from({ length: 1 + chance.below(40) }, () => chance.of(letters));
}

/** Types, and gives how many letters the page has taken by the time of each look. */
function type(text: readonly string[]): { taken: () => number; done: Promise<void> } {
  let count = 0;
  const on = tab;
  async function all(): Promise<void> {
    for (const letter of text) {
      if (letter === "\n") await on.keyboard.press("Shift+Enter");
      else await on.keyboard.type(letter);
      count += 1;
    }
  }
  const done = all();
  // It may be killed before anybody waits for it.
  done.catch(() => {});
  return { taken: () => count, done };
}

const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Types and is killed meanwhile. What the page had taken by then has to be in the field again. */
async function killTyping(chance: Chance, channel: Channel, before: string): Promise<string> {
  const text = textBy(chance);
  await field(tab).focus();
  await tab.keyboard.press("Control+End");
  const typing = type(text);
  // Half of the time after the last letter, when nothing else would write the draft down.
  if (chance.below(2) === 0) await typing.done;
  else await rest(chance.below(150));
  const sure = before + text.slice(0, typing.taken()).join("");
  await kill();
  await open(channel);
  await expect.poll(() => field(tab).inputValue()).toMatch(startOf(sure));
  const found = await field(tab).inputValue();
  expect((before + text.join("")).startsWith(found), `${JSON.stringify(found)} was never typed`).toBe(true);
  return found;
}

const startOf = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);

/** Sends and is killed meanwhile. It is in the field again, or sent, once. */
async function killSending(chance: Chance, channel: Channel, before: string, name: string): Promise<string> {
  await field(tab).focus();
  await tab.keyboard.press("Control+End");
  await tab.keyboard.type(name);
  const text = before + name;
  await tab.keyboard.press("Enter");
  await rest(chance.below(80));
  await kill();
  await open(channel);
  const isIt = (one: string): boolean => one.trim() === text.trim();
  await expect
    .poll(async () => {
      const inField = Number((await field(tab).inputValue()) === text);
      return inField + (await written(channel)).filter(isIt).length;
    })
    .toBe(1);
  return field(tab).inputValue();
}

/** Changes a message and is killed meanwhile. The change goes on where it was. */
async function killChanging(chance: Chance, channel: Channel): Promise<void> {
  const last = (await written(channel)).at(-1);
  await tab.getByRole("article").last().waitFor();
  await field(tab).focus();
  await tab.keyboard.press("ArrowUp");
  await editor(tab).waitFor();
  const text = textBy(chance);
  await tab.keyboard.press("Control+End");
  await type(text).done;
  await kill();
  await open(channel);
  await tab.getByRole("article").last().waitFor();
  await field(tab).focus();
  await tab.keyboard.press("ArrowUp");
  await expect.poll(() => editor(tab).inputValue()).toBe(last + text.join(""));
  await tab.keyboard.press("Enter");
  await editor(tab).waitFor({ state: "detached" });
  await expect.poll(async () => (await written(channel)).at(-1)).toBe(`${last}${text.join("")}`.trim());
}

test.runIf(KILLS > 0)(
  `a tab that is killed ${KILLS} times while one writes loses nothing, and sends nothing twice`,
  async () => {
    const drafts: Record<Channel, string> = { "town-square": "", "off-topic": "" };
    const sent = new Set<Channel>();
    for (const { number, chance } of rounds("kills", KILLS)) {
      const channel = chance.of(channels);
      await open(channel);
      expect(await field(tab).inputValue()).toBe(drafts[channel]);
      const does = chance.below(10);
      try {
        if (does < 5) drafts[channel] = await killTyping(chance, channel, drafts[channel]);
        else if (does < 8 || drafts[channel] !== "" || !sent.has(channel)) {
          drafts[channel] = await killSending(chance, channel, drafts[channel], `round ${number}`);
          if (drafts[channel] === "") sent.add(channel);
        } else await killChanging(chance, channel);
      } catch (error) {
        throw new Error(`round ${number} in ${channel}`, { cause: error });
      }
    }
    for (const channel of channels) {
      const all = (await written(channel)).filter((text) => text.includes("round "));
      expect(new Set(all).size).toBe(all.length);
    }
    expect(world.faults).toEqual([]);
    tell(`${KILLS} kills`);
  },
  60_000 + KILLS * ROUND_MS,
);

test.runIf(CUTS > 0)(
  `${CUTS} cuts of the network while messages are sent make none of them come twice, late, or not at all`,
  async () => {
    await open("off-topic");
    await field(tab).fill("");
    let cuts = 0;
    let fate = new Chance(0);
    // A request that never arrives, or one that arrives and whose answer is lost; never for good.
    await tab.route("**/api/v4/posts", async (route) => {
      const what = cuts < CUTS ? fate.below(3) : 0;
      if (what === 0) return route.continue();
      cuts += 1;
      if (what === 1) await route.fetch();
      return route.abort();
    });
    const nudge = setInterval(
      () => tab.evaluate(() => dispatchEvent(new Event("online"))).catch(() => {}),
      150,
    );
    const isSent = (text: string): boolean => text.startsWith("cut ");
    const sent: string[] = [];
    for (const { number, chance } of rounds("cuts", CUTS)) {
      fate = chance;
      const before = cuts;
      // Several at once: those behind the one that is cut wait for it.
      for (let index = 0; cuts === before && cuts < CUTS; index += 1) {
        const text = `cut ${number} ${index}`;
        await field(tab).fill(text);
        await tab.keyboard.press("Enter");
        sent.push(text);
        await rest(chance.below(60));
      }
      if (cuts >= CUTS) break;
    }
    await expect
      .poll(async () => (await written("off-topic")).filter(isSent), { timeout: 60_000 })
      .toEqual(sent);
    clearInterval(nudge);
    await tab.unroute("**/api/v4/posts");
    // The page agrees: each once, none still on its way.
    await expect
      .poll(() =>
        tab.getByRole("article").and(tab.locator("[data-state=waiting], [data-state=sending]")).count(),
      )
      .toBe(0);
    const shown = await tab
      .getByRole("article")
      .filter({ hasText: /cut \d+ \d+/ })
      .allTextContents();
    expect(new Set(shown).size).toBe(shown.length);
    expect(world.faults).toEqual([]);
    tell(`${cuts} cuts, ${sent.length} messages`);
  },
  60_000 + CUTS * ROUND_MS,
);
