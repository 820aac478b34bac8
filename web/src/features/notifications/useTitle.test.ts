import { expect, test } from "vitest";
import type { Channel } from "@/api";
import { channels } from "@/features/channels";
import { type KnownThread, threads } from "@/features/threads";
import { mentionsInThreads } from "./useTitle";

test("mentions in threads count, those in direct messages once however many teams name them", () => {
  const thread = (channel: string, unread_mentions: number) => ({ channel, unread_mentions }) as KnownThread;
  channels.set({ channels: { plans: { team_id: "a" } as Channel, direct: { team_id: "" } as Channel } });
  threads.set({
    totals: { a: { unread: 2, mentions: 3 }, b: { unread: 1, mentions: 1 } },
    threads: { r: thread("plans", 2), d: thread("direct", 1) },
  });
  expect(mentionsInThreads(threads.get())).toBe(3);
  channels.reset();
  threads.reset();
});
