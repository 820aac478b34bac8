import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, type Channel, type ChannelMember } from "@/api";
import { forgetView, view } from "./actions";
import { channels, withPosted } from "./model";

const post = (at: number) =>
  ({
    id: `p${at}`,
    channel_id: "c",
    user_id: "ben",
    root_id: "",
    create_at: at,
    type: "",
    props: {},
  }) as never;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(api, "viewChannel").mockResolvedValue({ status: "OK", last_viewed_at_times: {} });
  channels.set({
    channels: { c: { id: "c", last_post_at: 5, total_msg_count: 1, total_msg_count_root: 1 } as Channel },
    members: {
      c: {
        channel_id: "c",
        msg_count: 0,
        msg_count_root: 0,
        mention_count_root: 0,
        last_viewed_at: 1,
      } as ChannelMember,
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  channels.reset();
});

test("messages that pour in are read here at once, and together on the server", () => {
  for (let at = 6; at < 20; at += 1) {
    channels.set((state) => withPosted(state, post(at), false));
    view("c");
    expect(channels.get().members.c).toMatchObject({ msg_count_root: at - 4, last_viewed_at: at });
    vi.advanceTimersByTime(16);
  }
  expect(api.viewChannel).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(api.viewChannel).toHaveBeenCalledTimes(1);
});

test("a page that is left tells what was read in it; what is made unread is not told", () => {
  view("c");
  window.dispatchEvent(new Event("pagehide"));
  expect(api.viewChannel).toHaveBeenCalledWith("c", { keepalive: true });
  channels.set((state) => withPosted(state, post(8), false));
  view("c");
  forgetView("c");
  vi.advanceTimersByTime(1_000);
  expect(api.viewChannel).toHaveBeenCalledTimes(1);
});
