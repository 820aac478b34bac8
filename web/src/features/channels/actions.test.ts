import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, api, type Channel, type ChannelMember } from "@/api";
import { together } from "@/lib/slice";
import { flushOutbox } from "@/sync";
import { markAllRead, settleView, view, visit, watchEnd } from "./actions";
import { events } from "./events";
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
        notify_props: {},
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

test("what comes at an end that is watched is read in the step in which it comes; elsewhere it is unread", () => {
  const come = (at: number): void =>
    together(() => events.posted?.({ post: post(at), team_id: "" } as never, {} as never));
  const counted: (number | undefined)[] = [];
  const stop = channels.subscribe(() => counted.push(channels.get().members.c?.msg_count_root));
  const leave = watchEnd("c");
  come(6);
  expect(counted).toEqual([2]);
  leave();
  come(7);
  expect(counted).toEqual([2, 2]);
  expect(channels.get().channels.c?.total_msg_count_root).toBe(3);
  stop();
  vi.advanceTimersByTime(500);
  expect(api.viewChannel).toHaveBeenCalledTimes(1);
});

test("what was read is told once when a channel is left, and nothing of what comes after", () => {
  view("c");
  settleView("c");
  expect(api.viewChannel).toHaveBeenCalledTimes(1);
  settleView("c");
  vi.advanceTimersByTime(1_000);
  expect(api.viewChannel).toHaveBeenCalledTimes(1);
});

test("a page that is left tells what was read in it; what is made unread is not told", () => {
  view("c");
  window.dispatchEvent(new Event("pagehide"));
  expect(api.viewChannel).toHaveBeenCalledWith("c", { keepalive: true });
  channels.set((state) => withPosted(state, post(8), false));
  view("c");
  events.post_unread?.({ msg_count_root: 1 } as never, { channel_id: "c", team_id: "", user_id: "" });
  vi.advanceTimersByTime(1_000);
  expect(api.viewChannel).toHaveBeenCalledTimes(1);
});

test("what is read without a network is told later, unless something has come meanwhile that nobody saw", async () => {
  const offline = new ApiError("offline", "", 0, "");
  const asked = vi.spyOn(api, "channel");
  const readOffline = async (): Promise<void> => {
    asked.mockRejectedValue(offline);
    vi.mocked(api.viewChannel).mockRejectedValueOnce(offline);
    view("c");
    await vi.advanceTimersByTimeAsync(1_000);
    asked.mockReset();
    vi.mocked(api.viewChannel).mockClear();
  };
  await readOffline();
  asked.mockResolvedValue({ id: "c", last_post_at: 5 } as Channel);
  flushOutbox();
  await vi.waitFor(() => expect(api.viewChannel).toHaveBeenCalledTimes(1));

  channels.set((state) => withPosted(state, post(8), false));
  await readOffline();
  asked.mockResolvedValue({ id: "c", last_post_at: 9 } as Channel);
  flushOutbox();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(api.viewChannel).not.toHaveBeenCalled();
});

test("what an address names is asked for by its id only where no channel is called so", async () => {
  const byName = vi.spyOn(api, "channelByName").mockRejectedValue(new ApiError("offline", "", 0, ""));
  const byId = vi.spyOn(api, "channel").mockResolvedValue({ id: "d", type: "O" } as Channel);
  vi.spyOn(api, "channelMember").mockRejectedValue(new ApiError("refused", "", 404, ""));
  await expect(visit("team", "d")).rejects.toMatchObject({ hindrance: "offline" });
  expect(byId).not.toHaveBeenCalled();
  byName.mockRejectedValue(new ApiError("refused", "", 404, ""));
  expect(await visit("team", "d")).toMatchObject({ id: "d" });
});

test("a channel that is restored comes back, to who is in it", async () => {
  const member = { channel_id: "d", roles: "" } as ChannelMember;
  const restored = { channel_id: "d" };
  const at = { channel_id: "", team_id: "t", user_id: "" };
  vi.spyOn(api, "channel").mockResolvedValue({ id: "d", type: "O", delete_at: 0 } as Channel);
  const asked = vi.spyOn(api, "channelMember").mockRejectedValue(new ApiError("refused", "", 404, ""));
  events.channel_restored?.(restored, at);
  await vi.advanceTimersByTimeAsync(0);
  expect(channels.get().channels.d).toBeUndefined();
  asked.mockResolvedValue(member);
  events.channel_restored?.(restored, at);
  await vi.advanceTimersByTimeAsync(0);
  expect(channels.get().channels.d?.delete_at).toBe(0);
  expect(channels.get().members.d).toEqual(member);
});

test("what has come since everything was marked read is not told to be read", async () => {
  const told = vi.spyOn(api, "markChannelsRead").mockResolvedValue(undefined as never);
  const { send } = markAllRead();
  channels.set((state) => withPosted(state, post(8), false));
  await send();
  expect(told).not.toHaveBeenCalled();
});
