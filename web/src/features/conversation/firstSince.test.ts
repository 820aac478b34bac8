import { afterEach, expect, test, vi } from "vitest";
import { firstSince } from "./firstSince";

afterEach(() => vi.unstubAllGlobals());

/** A channel in which a post was written at each of these moments, oldest first; gives how often it was asked. */
function channelOf(moments: number[]): { asked: number } {
  const count = { asked: 0 };
  const newestFirst = moments.map((at) => ({ id: `p${at}`, create_at: at })).reverse();
  vi.stubGlobal("fetch", async (path: string) => {
    count.asked += 1;
    const found = newestFirst[Number(new URL(path, "http://x").searchParams.get("page"))];
    return Response.json(
      found ? { order: [found.id], posts: { [found.id]: found } } : { order: [], posts: {} },
    );
  });
  return count;
}

test("the first message at or after a moment is found, wherever it is", async () => {
  const moments = Array.from({ length: 57 }, (_, index) => 100 + index * 10);
  channelOf(moments);
  for (const at of [0, 100, 101, 110, 345, 659, 660])
    expect((await firstSince("c", at))?.create_at, String(at)).toBe(moments.find((one) => one >= at));
  expect(await firstSince("c", 661)).toBeUndefined();
});

test("an empty channel has none", async () => {
  channelOf([]);
  expect(await firstSince("c", 0)).toBeUndefined();
});

test("ten thousand messages need no more than thirty small questions", async () => {
  const count = channelOf(Array.from({ length: 10_000 }, (_, index) => index));
  expect((await firstSince("c", 1_234))?.create_at).toBe(1_234);
  expect(count.asked).toBeLessThanOrEqual(30);
});
