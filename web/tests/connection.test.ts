import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect, type Live } from "@/app/connection";
import { channels } from "@/features/channels";
import { openPosts, posts } from "@/features/posts";
import { session } from "@/features/session";
import { resetSlices } from "@/lib/slice";
import { fakeServer } from "./events/fakeServer";

/** What a client makes of what its connection says. */
const start = JSON.parse(readFileSync(join(import.meta.dirname, "../../tests/events/start.json"), "utf8"));
const MINE = "GET /users/me/channels?include_deleted=false";
/** The channel that changes its name. */
const { id: renamed } = start[MINE][0];

const server = fakeServer();
let live: Live;
/** Ends what holds the server's answers back. */
let release = (): void => {};
let held: Promise<void> | undefined;
let asked: string[] = [];

/** The connection that was opened last. */
let line: Line;
class Line {
  static readonly OPEN = 1;
  readonly readyState = Line.OPEN;
  readonly place: URLSearchParams;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((close: { code: number }) => void) | null = null;
  constructor(url: string) {
    this.place = new URL(url).searchParams;
    line = this;
  }
  send(): void {}
  close(): void {}
  say(seq: number, event: string, data: object): void {
    const broadcast = { user_id: "", channel_id: "", team_id: "" };
    this.onmessage?.({ data: JSON.stringify({ seq, event, data, broadcast }) });
  }
  hello(connection: string): void {
    this.say(0, "hello", { connection_id: connection });
  }
  rename(seq: number, display_name: string): void {
    this.say(seq, "channel_updated", { channel: JSON.stringify({ id: renamed, display_name }) });
  }
}

const nameNow = (): string | undefined => channels.get().channels[renamed]?.display_name;
/** The server renames it where nobody hears it. */
const renameUnheard = (display_name: string): void =>
  server.answer({ ...start, [MINE]: start[MINE].map((one: object) => ({ ...one, display_name })) });
const settle = () => vi.advanceTimersByTimeAsync(1_000);

async function breakLine(): Promise<void> {
  line.onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(10_000);
}

function hold(): void {
  held = new Promise((resolve) => {
    release = resolve;
  });
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Line);
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    asked.push(address);
    const answer = await server.fetch(address, init);
    await held;
    return answer;
  });
  server.answer(start);
  held = undefined;
  asked = [];
  live = connect("bob");
});
afterEach(() => {
  live.stop();
  resetSlices();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("an event that was told already is dropped", async () => {
  line.hello("one");
  await settle();
  line.rename(1, "First");
  line.rename(1, "Again");
  await settle();
  expect(nameNow()).toBe("First");
});

test("after a hole in the events the connection is taken up where it was whole", async () => {
  line.hello("one");
  line.rename(1, "First");
  line.rename(3, "Third");
  await settle();
  expect(nameNow()).toBe("First");
  expect(Object.fromEntries(line.place)).toMatchObject({ connection_id: "one", sequence_number: "2" });
});

test("what comes while everything is asked for is applied to the answers, and what it counted is asked for anew", async () => {
  hold();
  line.hello("one");
  line.rename(1, "Meanwhile");
  await settle();
  release();
  await settle();
  expect(nameNow()).toBe("Meanwhile");
  expect(asked.filter((address) => address.includes("/threads?"))).toHaveLength(2);
});

test("what waits when a new connection stands is forgotten: the answers know more", async () => {
  hold();
  line.hello("one");
  line.rename(1, "Meanwhile");
  await breakLine();
  renameUnheard("In the gap");
  line.hello("two");
  release();
  await settle();
  expect(nameNow()).toBe("In the gap");
});

test("after a gap nothing that is kept is believed; a connection that is resumed has none", async () => {
  line.hello("one");
  await settle();
  await openPosts("off-topic");
  await breakLine();
  line.rename(1, "Resumed");
  await settle();
  expect([nameNow(), session.get().isConnected, posts.get().stale]).toEqual(["Resumed", true, {}]);
  await breakLine();
  line.hello("one");
  await settle();
  expect(posts.get().stale).toEqual({});
  await breakLine();
  line.hello("two");
  await settle();
  expect(posts.get().stale).toEqual({ "off-topic": true });
});

test("nothing counts as current until everything could be asked for", async () => {
  server.answer({});
  line.hello("one");
  await settle();
  expect(session.get().isCurrent).toBe(false);
  server.answer(start);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(session.get().isCurrent).toBe(true);
});
