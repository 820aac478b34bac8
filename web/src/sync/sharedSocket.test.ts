import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Frame } from "./events";
import { type SharedSocket, shareSocket } from "./sharedSocket";

/** Waits until whatever the tabs have to say to each other is said. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 30; turns += 1) await Promise.resolve();
}

/** A page: what it has heard, and what goes with it when it is killed. */
class Tab {
  /** Numbers of events, and `new` where it was told that it may have missed some. */
  heard: (number | "new")[] = [];
  cares = 0;
  isDead = false;
  isFrozen = false;
  /** What happens to it while it is frozen, for when it wakes. */
  missed: (() => void)[] = [];
  socket: SharedSocket;
  channels: Channel[] = [];
  sockets: Line[] = [];

  constructor() {
    tabs.push(this);
    current = this;
    this.socket = shareSocket("me", {
      onFrame: (frame) => this.heard.push(Number(frame.data.number)),
      onOpen: (_, isNew) => isNew && this.heard.push("new"),
      onLost: () => {},
      onCare: () => {
        this.cares += 1;
      },
    });
  }

  /** Ends it as the browser does: nothing of it runs any more, its lock is free, its socket is shut. */
  kill(): void {
    this.isDead = true;
    tabs.splice(tabs.indexOf(this), 1);
    for (const one of this.channels) one.close();
    for (const one of this.sockets) one.vanish();
    locks.forget(this);
  }

  wake(): void {
    this.isFrozen = false;
    for (const one of this.missed) one();
  }

  /** What it missed is made good by asking anew; from there on every event comes once, in order. */
  knows(): number[] {
    const from = this.heard.lastIndexOf("new");
    return this.heard.slice(from + 1).map(Number);
  }
}

let tabs: Tab[] = [];
/** The page whose script runs. */
let current: Tab;

/** Runs something of a page in its name, unless it is gone or frozen. */
function inTab(tab: Tab, run: () => void): void {
  if (tab.isDead || tab.isFrozen) return;
  current = tab;
  run();
}

class Channel {
  static all = new Set<Channel>();
  onmessage: ((event: { data: unknown }) => void) | undefined;
  tab = current;
  constructor(readonly name: string) {
    Channel.all.add(this);
    this.tab.channels.push(this);
  }
  postMessage(data: unknown): void {
    if (!Channel.all.has(this)) return;
    for (const other of Channel.all) {
      if (other === this || other.name !== this.name) continue;
      void Promise.resolve().then(() => {
        if (!Channel.all.has(other)) return;
        inTab(other.tab, () => other.onmessage?.({ data: structuredClone(data) }));
      });
    }
  }
  close(): void {
    Channel.all.delete(this);
  }
}

interface Wish {
  tab: Tab;
  work: () => Promise<void>;
  settle: { resolve(): void; reject(why: unknown): void };
}

const locks = {
  holder: undefined as Wish | undefined,
  queue: [] as Wish[],
  /** Whose work is whose: a page asks for the lock in the name of the same function each time. */
  owners: new Map<() => Promise<void>, Tab>(),
  request(_: string, options: { signal?: AbortSignal; steal?: boolean }, work: () => Promise<void>) {
    const tab = locks.owners.get(work) ?? current;
    locks.owners.set(work, tab);
    return new Promise<void>((resolve, reject) => {
      const wish = { tab, work, settle: { resolve, reject } };
      if (options.steal) {
        const robbed = locks.holder;
        locks.holder = undefined;
        locks.queue.unshift(wish);
        const tell = (): void => robbed?.settle.reject(new DOMException("taken", "AbortError"));
        if (robbed?.tab.isFrozen) robbed.tab.missed.push(tell);
        else tell();
      } else locks.queue.push(wish);
      options.signal?.addEventListener("abort", () => {
        locks.queue = locks.queue.filter((one) => one !== wish);
        if (locks.holder !== wish) reject(new DOMException("given up", "AbortError"));
      });
      void Promise.resolve().then(locks.next);
    });
  },
  next(): void {
    const wish = locks.queue[0];
    if (locks.holder || !wish) return;
    locks.queue.shift();
    locks.holder = wish;
    current = wish.tab;
    void wish.work().then(() => {
      wish.settle.resolve();
      if (locks.holder === wish) locks.holder = undefined;
      locks.next();
    });
  },
  forget(tab: Tab): void {
    locks.queue = locks.queue.filter((one) => one.tab !== tab);
    if (locks.holder?.tab === tab) locks.holder = undefined;
    locks.next();
  },
};

/** The server: connections with their numbered events, each parked when its socket goes. */
const server = {
  made: 0,
  logs: new Map<string, { sent: number[]; line: Line | undefined }>(),
  forgets: false,
  open: (): Line[] => [...server.logs.values()].flatMap(({ line }) => line ?? []),
  publish(number: number): void {
    for (const log of server.logs.values()) {
      log.sent.push(number);
      log.line?.event(log.sent.length, number);
    }
  },
};

/** A socket on the server. */
class Line {
  static OPEN = 1;
  readyState = 0;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  tab = current;
  log: { sent: number[]; line: Line | undefined } | undefined;

  constructor(url: string) {
    this.tab.sockets.push(this);
    const query = new URL(url).searchParams;
    void Promise.resolve().then(() => this.enter(query.get("connection_id") ?? "", query));
  }
  private enter(connection: string, query: URLSearchParams): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    const parked = server.logs.get(connection);
    if (parked && !parked.line && !server.forgets) {
      this.log = parked;
      parked.line = this;
      this.onopen?.();
      const from = Number(query.get("sequence_number"));
      for (let seq = from; seq <= parked.sent.length; seq += 1) this.event(seq, parked.sent[seq - 1] ?? 0);
      return;
    }
    server.made += 1;
    const id = `connection ${server.made}`;
    this.log = { sent: [], line: this };
    server.logs.set(id, this.log);
    this.say({ event: "hello", data: { connection_id: id }, broadcast: {}, seq: 0 });
    this.onopen?.();
  }
  event(seq: number, number: number): void {
    this.say({
      event: "posted",
      data: { number },
      broadcast: { user_id: "", channel_id: "", team_id: "" },
      seq,
    });
  }
  private say(said: Partial<Frame> | Record<string, unknown>): void {
    inTab(this.tab, () => this.onmessage?.({ data: JSON.stringify(said) }));
  }
  send(text: string): void {
    const { action, seq } = JSON.parse(text);
    asked.push(action);
    if (action === "ping") this.say({ status: "OK", seq_reply: seq, data: { text: "pong" } });
  }
  close(): void {
    this.vanish();
  }
  vanish(): void {
    this.readyState = 3;
    if (this.log?.line === this) this.log.line = undefined;
  }
  /** The network fails. */
  cut(): void {
    this.vanish();
    inTab(this.tab, () => this.onclose?.({ code: 1006 }));
  }
}

let asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  tabs = [];
  asked = [];
  server.made = 0;
  server.logs.clear();
  server.forgets = false;
  locks.holder = undefined;
  locks.queue = [];
  Channel.all.clear();
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.stubGlobal("WebSocket", Line);
  const { setTimeout, setInterval } = globalThis;
  const ofTab = (run: () => void): (() => void) => {
    const tab = current;
    return () => inTab(tab, run);
  };
  vi.stubGlobal("setTimeout", (run: () => void, ms: number) => setTimeout(ofTab(run), ms));
  vi.stubGlobal("setInterval", (run: () => void, ms: number) => setInterval(ofTab(run), ms));
  Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
});
afterEach(() => {
  for (const tab of [...tabs]) tab.socket.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "locks");
});

async function openTabs(count: number): Promise<Tab[]> {
  const opened: Tab[] = [];
  for (let one = 0; one < count; one += 1) {
    opened.push(new Tab());
    await settle();
  }
  return opened;
}

const leaders = (): Tab[] => tabs.filter((tab) => tab.socket.isLeading());

test("ten tabs have one connection, and each hears each event once", async () => {
  const ten = await openTabs(10);
  for (let number = 1; number <= 5; number += 1) server.publish(number);
  await settle();
  expect(server.made).toBe(1);
  expect(server.open()).toHaveLength(1);
  expect(leaders()).toEqual([ten[0]]);
  for (const tab of ten) expect(tab.heard).toEqual(["new", 1, 2, 3, 4, 5]);
});

test("a tab that comes later begins where the connection is, and asks for the rest", async () => {
  await openTabs(1);
  server.publish(1);
  server.publish(2);
  const [late] = await openTabs(1);
  server.publish(3);
  await settle();
  expect(late?.heard).toEqual(["new", 3]);
});

test("when the leader goes another takes the connection up, and nothing is lost or told twice", async () => {
  const [first, second, third] = await openTabs(3);
  server.publish(1);
  await settle();
  first?.kill();
  server.publish(2);
  await settle();
  server.publish(3);
  await settle();
  expect(server.made).toBe(1);
  expect(leaders()).toEqual([second]);
  expect(second?.heard).toEqual(["new", 1, 2, 3]);
  expect(third?.heard).toEqual(["new", 1, 2, 3]);
  expect(second?.cares).toBe(1);
});

test("a leader that closes in order is followed in the same way", async () => {
  const [first, second] = await openTabs(2);
  server.publish(1);
  await settle();
  first?.socket.close();
  await settle();
  server.publish(2);
  await settle();
  expect(server.open()).toHaveLength(1);
  expect(second?.heard).toEqual(["new", 1, 2]);
});

test("a cut is resumed for all; a connection that the server has forgotten is new for all", async () => {
  const both = await openTabs(2);
  server.publish(1);
  await settle();
  for (const line of server.open()) line.cut();
  server.publish(2);
  await vi.advanceTimersByTimeAsync(6_000);
  await settle();
  for (const tab of both) expect(tab.heard).toEqual(["new", 1, 2]);
  server.forgets = true;
  for (const line of server.open()) line.cut();
  server.publish(3);
  await vi.advanceTimersByTimeAsync(6_000);
  server.publish(4);
  await settle();
  for (const tab of both) expect(tab.heard).toEqual(["new", 1, 2, "new", 4]);
});

test("what any tab tells the server goes through the one connection", async () => {
  const [, second] = await openTabs(2);
  second?.socket.tell("user_typing");
  await settle();
  expect(asked.filter((action) => action === "user_typing")).toHaveLength(1);
});

test("a frozen leader is replaced by a tab in sight, and follows when it wakes", async () => {
  const [first, second] = await openTabs(2);
  if (first) first.isFrozen = true;
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(3_500);
  await settle();
  expect(second?.socket.isLeading()).toBe(true);
  first?.wake();
  await vi.advanceTimersByTimeAsync(60_000);
  await settle();
  server.publish(1);
  await settle();
  expect(leaders()).toEqual([second]);
  expect(server.open()).toHaveLength(1);
  expect(first?.knows()).toEqual([1]);
  expect(second?.knows()).toEqual([1]);
});

test("a leader hears of a tab that has gone, to end what it left", async () => {
  const [first] = await openTabs(2);
  const before = first?.cares ?? 0;
  window.dispatchEvent(new Event("pagehide"));
  await settle();
  expect(first?.cares).toBe(before + 1);
});

test("whatever tabs come and go, each hears what follows its start once and in order", async () => {
  let seed = 7;
  const chance = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  let number = 0;
  for (let step = 0; step < 600; step += 1) {
    const dice = chance();
    if (tabs.length === 0 || (dice < 0.1 && tabs.length < 10)) new Tab();
    else if (dice < 0.18) tabs[Math.floor(chance() * tabs.length)]?.kill();
    else if (dice < 0.22) server.open()[0]?.cut();
    else {
      number += 1;
      server.publish(number);
    }
    if (chance() < 0.3) await settle();
    if (chance() < 0.1) await vi.advanceTimersByTimeAsync(6_000);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  await settle();
  server.publish(number + 1);
  await settle();
  expect(leaders()).toHaveLength(1);
  expect(server.open()).toHaveLength(1);
  for (const tab of tabs) {
    const known = tab.knows();
    expect(known.at(-1)).toBe(number + 1);
    known.forEach((one, index) => {
      if (index > 0) expect(one).toBe((known[index - 1] ?? 0) + 1);
    });
  }
});
