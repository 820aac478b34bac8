import { afterEach, expect, test, vi } from "vitest";
import { api } from "@/api";
import { finishThread, finishThreads, loadMoreThreads } from "./inbox";
import { type KnownThread, threads, withListed } from "./model";

const thread = (id: string, unread_replies: number, unread_mentions = 0): KnownThread =>
  ({ id, unread_replies, unread_mentions }) as KnownThread;

const unread = (): number[] => Object.values(threads.get().threads).map((one) => one.unread_replies);

afterEach(() => {
  vi.restoreAllMocks();
  threads.reset();
});

test("what is done in the inbox is brought back as it was, but for what has come since", () => {
  threads.set({
    threads: { a: thread("a", 2, 1), b: thread("b", 0), c: thread("c", 1) },
    lists: { t: { ids: ["a", "b", "c"], hasMore: true } },
    // One more is unread among those that are not listed.
    totals: { t: { unread: 3, mentions: 2 } },
  });
  const one = finishThread("t", "a");
  expect([unread(), threads.get().totals.t]).toEqual([[0, 0, 1], { unread: 2, mentions: 1 }]);
  one.undo();
  expect([unread(), threads.get().totals.t]).toEqual([[2, 0, 1], { unread: 3, mentions: 2 }]);

  const all = finishThreads("t");
  expect([unread(), threads.get().totals.t]).toEqual([[0, 0, 0], { unread: 0, mentions: 0 }]);
  const answered = { ...thread("c", 1), reply_count: 9 };
  threads.set((state) => ({
    threads: { ...state.threads, c: answered },
    totals: { t: { unread: 1, mentions: 0 } },
  }));
  all.undo();
  expect(threads.get().threads.c).toBe(answered);
  expect([unread(), threads.get().totals.t]).toEqual([[2, 0, 1], { unread: 3, mentions: 2 }]);
});

test("what is answered while more of the inbox is asked for stays at its top, once", async () => {
  threads.set({ lists: { t: { ids: ["a", "b"], hasMore: true } }, totals: {} });
  vi.spyOn(api, "threads").mockImplementation(async () => {
    threads.set((state) => withListed(state, "t", "c"));
    const found = ["c", "d"].map((id) => ({ id, post: { id, channel_id: "" }, participants: [] }));
    return { total: 4, total_unread_threads: 0, total_unread_mentions: 0, threads: found as never };
  });
  await loadMoreThreads("t");
  expect(threads.get().lists.t?.ids).toEqual(["c", "a", "b", "d"]);
});

test("what has come since everything was done with is not read by that", async () => {
  const all = vi.spyOn(api, "readAllThreads").mockResolvedValue(undefined as never);
  const one = vi.spyOn(api, "readThread").mockResolvedValue(undefined as never);
  threads.set({
    threads: { a: { ...thread("a", 2), last_reply_at: 7 } },
    lists: { t: { ids: ["a"], hasMore: true } },
    totals: { t: { unread: 2, mentions: 0 } },
  });
  const change = finishThreads("t");
  threads.set({ totals: { t: { unread: 1, mentions: 0 } } });
  await change.send(false);
  expect(all).not.toHaveBeenCalled();
  expect(one).toHaveBeenCalledExactlyOnceWith("", "t", "a", 7, { keepalive: false });
});
