import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  addToOutbox,
  closeLocalStore,
  holdInOutbox,
  isInOutbox,
  openLocalStore,
  removeFromOutbox,
} from "./localStore";
import { slice } from "./slice";

type Blocking = (current: number, blocked: number | null) => void;
let block: Blocking;

/** A database that takes what it is given and holds nothing. */
vi.mock("idb", () => ({
  openDB: async (_name: string, _version: number, { blocking }: { blocking: Blocking }) => {
    block = blocking;
    const none = async (): Promise<never[]> => [];
    const store = { getAll: none, getAllKeys: none, put: () => {}, delete: () => {}, add: async () => 1 };
    return {
      transaction: () => ({ store, objectStore: () => store, commit: () => {}, done: Promise.resolve() }),
      close: () => {},
    };
  },
}));

const texts = slice<{ texts: Record<string, string> }>("texts", { texts: {} }, { written: ["texts"] });
const lines = (): string[] => Object.keys(localStorage).map((key) => localStorage.getItem(key) ?? "");

beforeEach(async () => {
  localStorage.clear();
  await openLocalStore("anna");
});
afterEach(async () => {
  await closeLocalStore();
  texts.reset();
});

test("what is written while another page makes the store anew is kept in lines", async () => {
  texts.set({ texts: { a: "kept by the database" } });
  await vi.waitFor(() => expect(lines()).toEqual([]));
  block(2, 3);
  texts.set({ texts: { a: "kept in a line" } });
  expect(lines()).toEqual([JSON.stringify({ place: ["texts.texts", "a"], row: "kept in a line" })]);
});

test("what is sent then is kept, held and struck by its line", async () => {
  block(2, 3);
  const row = { kind: "post", payload: "hello" };
  const key = await addToOutbox(row);
  if (key === undefined) throw new Error("it has no key");
  expect(await isInOutbox(key)).toBe(true);
  await holdInOutbox(key, row);
  expect(JSON.parse(lines()[0] ?? "")).toMatchObject({ ...row, isHeld: true });
  await removeFromOutbox(key);
  expect(await isInOutbox(key)).toBe(false);
  expect(lines()).toEqual([]);
});

test("a store that is removed takes no more lines", () => {
  block(2, null);
  texts.set({ texts: { a: "gone" } });
  expect(lines()).toEqual([]);
});
