import { expect, test, vi } from "vitest";
import { slice } from "@/lib/slice";
import type { Frame } from "./events";
import { frameQueue } from "./frames";

const drawing = vi.hoisted((): { done: () => void } => ({ done: () => {} }));
vi.mock("@/lib/paint", () => ({
  painted: () =>
    new Promise<void>((resolve) => {
      drawing.done = resolve;
    }),
}));

const frame = (seq: number): Frame => ({
  event: "posted",
  data: {},
  broadcast: { user_id: "", channel_id: "", team_id: "" },
  seq,
});

test("what one event breaks is told, and those after it are applied", async () => {
  const told = vi.fn();
  vi.stubGlobal("reportError", told);
  const applied: number[] = [];
  const queue = frameQueue(({ seq }) => {
    if (seq === 1) throw new Error("broken");
    applied.push(seq);
  });
  queue.add(frame(1));
  queue.add(frame(2));
  await vi.waitFor(() => expect(applied).toEqual([2]));
  expect(told).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});

test("what waits is forgotten where everything is asked for anew", async () => {
  const applied: number[] = [];
  const queue = frameQueue(({ seq }) => applied.push(seq));
  queue.hold();
  queue.add(frame(1));
  queue.clear();
  queue.add(frame(2));
  queue.release();
  await vi.waitFor(() => expect(applied).toEqual([2]));
});

test("of all events of a frame everybody is told once", async () => {
  const counted = slice("frames.test", { count: 0 });
  const told = vi.fn();
  counted.subscribe(told);
  const queue = frameQueue(() => counted.set(({ count }) => ({ count: count + 1 })));
  for (let seq = 1; seq <= 5; seq += 1) queue.add(frame(seq));
  await vi.waitFor(() => expect(counted.get().count).toBe(5));
  expect(told).toHaveBeenCalledTimes(1);
});

test("what comes is applied at once, and what comes before that is drawn together with what follows", async () => {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("visible");
  const counted = slice("frames.drawn", { seen: "" });
  const told = vi.fn();
  counted.subscribe(told);
  const queue = frameQueue(({ seq }) => counted.set(({ seen }) => ({ seen: `${seen} ${seq}` })));
  queue.add(frame(1));
  await Promise.resolve();
  expect(counted.get().seen).toBe(" 1");
  queue.add(frame(2));
  queue.add(frame(3));
  await new Promise((resolve) => setTimeout(resolve));
  expect(counted.get().seen).toBe(" 1");
  drawing.done();
  await vi.waitFor(() => expect(counted.get().seen).toBe(" 1 2 3"));
  expect(told).toHaveBeenCalledTimes(2);
  vi.restoreAllMocks();
});
