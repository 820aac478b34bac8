import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "@/api";
import { events } from "./events";
import { threads } from "./model";

beforeEach(() => {
  vi.spyOn(api, "threads").mockResolvedValue({
    total: 1,
    total_unread_threads: 1,
    total_unread_mentions: 1,
    threads: null,
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  threads.reset();
});

test("a thread that is followed or left is counted anew, also where nobody has opened the inbox", async () => {
  threads.set({ totals: { t: { unread: 2, mentions: 2 } } });
  const left = { thread_id: "r", state: false, reply_count: 3 };
  events.thread_follow_changed?.(left, { team_id: "t", channel_id: "", user_id: "" });
  await vi.waitFor(() => expect(threads.get().totals.t).toEqual({ unread: 1, mentions: 1 }));
  expect(api.threads).toHaveBeenCalledWith("", "t", { totalsOnly: true, threadsOnly: false });
});
