import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api";
import type { OutboxRow } from "@/lib/localStore";
import {
  adoptOutbox,
  clearOutbox,
  flushOutbox,
  hasUnsent,
  outboxKind,
  restoreOutbox,
  withdraw,
} from "./outbox";

/** What the local store holds, as another tab or the next page would find it. */
const rows = new Map<number, OutboxRow>();
let next = 1;
let isBroken = false;

vi.mock("@/lib/localStore", () => ({
  addToOutbox: async (row: OutboxRow) => {
    rows.set(next, row);
    next += 1;
    return next - 1;
  },
  isInOutbox: async (key: number) => {
    if (isBroken) throw new DOMException("", "InvalidStateError");
    return rows.has(key);
  },
  holdInOutbox: async (key: number, row: OutboxRow) => rows.set(key, { ...row, isHeld: true }),
  removeFromOutbox: async (key: number) => rows.delete(key),
  readOutbox: async () => [...rows].map(([key, row]) => ({ key, row })),
}));

const said: string[] = [];
let answer: (text: string) => Promise<void> = async () => {};

const enqueue = outboxKind<string>("note", {
  send: async (text) => {
    await answer(text);
    said.push(text);
  },
  onWaiting: (text) => said.push(`${text} waits`),
  onRefused: (text) => {
    said.push(`${text} refused`);
    return text !== "taken back";
  },
  onGone: (text) => said.push(`${text} gone`),
  onRestored: (text, isHeld) => said.push(`${text} restored${isHeld ? ", held" : ""}`),
});

const offline = (): never => {
  throw new ApiError("offline", "", 0, "");
};
const refused = (): never => {
  throw new ApiError("refused", "no", 403, "no");
};
/** Waits until everything that is under way has come to what is told. */
const become = (...told: string[]): Promise<void> =>
  vi.waitFor(() => expect(said).toEqual(told), { timeout: 2_000, interval: 5 });

beforeEach(() => {
  rows.clear();
  said.length = 0;
  answer = async () => {};
});
afterEach(() => clearOutbox());

test("things go out in the order in which they were written, however long each takes", async () => {
  answer = (text) => new Promise((resolve) => setTimeout(resolve, text === "one" ? 10 : 0));
  for (const text of ["one", "two", "three"]) enqueue(text);
  await become("one", "two", "three");
  await vi.waitFor(() => expect(rows.size).toBe(0));
});

test("without a network all wait, and go out in order when it is back", async () => {
  answer = offline;
  enqueue("one");
  enqueue("two");
  await become("one waits", "two waits");
  answer = async () => {};
  flushOutbox();
  enqueue("three");
  await become("one waits", "two waits", "one", "two", "three");
});

test("what is refused lets the next go, and is held until somebody decides", async () => {
  answer = async (text) => (text === "one" || text === "taken back" ? refused() : undefined);
  for (const text of ["one", "taken back", "two"]) enqueue(text);
  await become("one refused", "taken back refused", "two");
  await vi.waitFor(() =>
    expect([...rows.values()]).toEqual([{ kind: "note", payload: "one", isHeld: true }]),
  );
  await withdraw((_, payload) => payload === "one");
  expect(rows.size).toBe(0);
});

test("the next page takes up what waits, in order, and shows what is held", async () => {
  rows.set(101, { kind: "note", payload: "earlier" });
  rows.set(102, { kind: "note", payload: "failed", isHeld: true });
  rows.set(103, { kind: "note", payload: "later" });
  await restoreOutbox();
  await become("earlier restored", "failed restored, held", "later restored", "earlier", "later");
  await vi.waitFor(() => expect([...rows.keys()]).toEqual([102]));
});

test("what another tab has sent is not sent again", async () => {
  answer = offline;
  enqueue("one");
  enqueue("two");
  await become("one waits", "two waits");
  rows.delete([...rows.keys()][0] ?? 0);
  answer = async () => {};
  flushOutbox();
  await become("one waits", "two waits", "one gone", "two");
});

test("what a tab that is gone left unsent is sent by another, once, and what is held stays with a person", async () => {
  rows.set(next, { kind: "note", payload: "left" });
  rows.set(next + 1, { kind: "note", payload: "left, held", isHeld: true });
  next += 2;
  await adoptOutbox();
  await adoptOutbox();
  await become("left restored", "left");
  expect([...rows.values()].map((row) => row.payload)).toEqual(["left, held"]);
});

test("who signs out is asked because of what somebody would miss", async () => {
  answer = offline;
  const read = outboxKind<string>("read", { isMinor: true, send: offline, onRefused: () => false });
  read("one");
  expect(await hasUnsent()).toBe(false);
  enqueue("two");
  expect(await hasUnsent()).toBe(true);
});

test("a store that fails ends nothing: what waits goes out when it is back", async () => {
  isBroken = true;
  enqueue("one");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await hasUnsent()).toBe(true);
  isBroken = false;
  flushOutbox();
  await become("one");
  await vi.waitFor(async () => expect(await hasUnsent()).toBe(false));
});
