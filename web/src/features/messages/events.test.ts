import { afterEach, expect, test } from "vitest";
import { channels } from "@/features/channels";
import { events } from "./events";
import { messages } from "./model";

const at = (channel_id: string) => ({ channel_id, user_id: "", team_id: "" });
const unread = { last_viewed_at: 7 } as Parameters<NonNullable<typeof events.post_unread>>[0];

afterEach(() => {
  channels.reset();
  messages.reset();
});

test("what is made unread elsewhere stays so where it is open, until it is read elsewhere", () => {
  channels.set({ open: "c" });
  events.post_unread?.(unread, at("c"));
  events.post_unread?.(unread, at("other"));
  expect(messages.get().unreadFrom).toEqual({ c: 7 });
  events.multiple_channels_viewed?.({ channel_times: { other: 9 } }, at(""));
  expect(messages.get().unreadFrom).toEqual({ c: 7 });
  events.multiple_channels_viewed?.({ channel_times: { c: 9 } }, at(""));
  expect(messages.get().unreadFrom).toEqual({});
});
