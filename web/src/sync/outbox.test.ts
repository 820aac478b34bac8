import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api";
import type { OutboxRow } from "@/lib/localStore";
import { clearOutbox, flushOutbox, outboxKind, restoreOutbox, withdraw } from "./outbox";

/** What the local store holds, as another tab or the next page would find it. */
const rows = new Map<number, OutboxRow>();
let next = 1;

vi.mock("@/lib/localStore", () => ({
  addToOutbox: async (row: OutboxRow) => {
    rows.set(next, row);
    next += 1;
    return next - 1;
  },
  isInOutbox: async (key: number) => rows.has(key),
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
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  rows.clear();
  said.length = 0;
  answer = async () => {};
});
afterEach(() => clearOutbox());

test("things go out in the order in which they were written, however long each takes", async () => {
  answer = (text) => new Promise((resolve) => setTimeout(resolve, text === "one" ? 10 : 0));
  for (const text of ["one", "two", "three"]) enqueue(text);
  await settle();
  expect(said).toEqual(["one", "two", "three"]);
  expect(rows.size).toBe(0);
});

test("without a network all wait, and go out in order when it is back", async () => {
  answer = offline;
  enqueue("one");
  enqueue("two");
  await settle();
  expect(said).toEqual(["one waits", "two waits"]);
  answer = async () => {};
  flushOutbox();
  enqueue("three");
  await settle();
  expect(said.slice(2)).toEqual(["one", "two", "three"]);
});

test("what is refused lets the next go, and is held until somebody decides", async () => {
  answer = async (text) => (text === "one" || text === "taken back" ? refused() : undefined);
  for (const text of ["one", "taken back", "two"]) enqueue(text);
  await settle();
  expect(said).toEqual(["one refused", "taken back refused", "two"]);
  expect([...rows.values()]).toEqual([{ kind: "note", payload: "one", isHeld: true }]);
  await withdraw((_, payload) => payload === "one");
  expect(rows.size).toBe(0);
});

test("the next page takes up what waits, before what it writes itself, and shows what is held", async () => {
  rows.set(101, { kind: "note", payload: "earlier" });
  rows.set(102, { kind: "note", payload: "failed", isHeld: true });
  answer = offline;
  enqueue("later");
  await settle();
  rows.delete([...rows.keys()].find((key) => rows.get(key)?.payload === "later") ?? 0);
  rows.set(103, { kind: "note", payload: "later" });
  clearOutbox();
  said.length = 0;
  answer = async () => {};
  await restoreOutbox();
  await settle();
  expect(said).toEqual(["earlier restored", "failed restored, held", "later restored", "earlier", "later"]);
  expect([...rows.keys()]).toEqual([102]);
});

test("what another tab has sent is not sent again", async () => {
  answer = offline;
  enqueue("one");
  enqueue("two");
  await settle();
  said.length = 0;
  rows.delete([...rows.keys()][0] ?? 0);
  answer = async () => {};
  flushOutbox();
  await settle();
  expect(said).toEqual(["one gone", "two"]);
});
