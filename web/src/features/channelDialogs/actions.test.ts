import { afterEach, expect, test, vi } from "vitest";
import { ApiError, api, type ChannelMember } from "@/api";
import { channels } from "@/features/channels";
import { setMuted, setNotify } from "./actions";

afterEach(() => {
  vi.restoreAllMocks();
  channels.reset();
});

test("of two changes of a channel's notifications the one that is refused goes, and the other stays", async () => {
  const notify_props = { desktop: "default", mark_unread: "all" };
  channels.set({ members: { c: { channel_id: "c", notify_props } as unknown as ChannelMember } });
  vi.spyOn(api, "setChannelNotify")
    .mockRejectedValueOnce(new ApiError("refused", "no", 403, "no"))
    .mockResolvedValueOnce({ status: "OK" });
  const [refused] = await Promise.allSettled([setMuted("c", true), setNotify("c", { desktop: "all" })]);
  expect(refused.status).toBe("rejected");
  expect(channels.get().members.c?.notify_props).toEqual({ desktop: "all", mark_unread: "all" });
});
