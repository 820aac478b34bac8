import { afterEach, expect, test, vi } from "vitest";
import { ApiError, api, type Channel, type ChannelMember, type Post, type Reaction, type User } from "@/api";
import { channels, settleView, view } from "@/features/channels";
import { posts } from "@/features/posts";
import { preferenceOf, session } from "@/features/session";
import { loadTexts, startLanguage } from "@/i18n";
import { deleteSoon, markUnreadFrom, react } from "./actions";
import { messages, withReadAgain } from "./model";

await startLanguage();
await loadTexts("workspace");

afterEach(() => {
  vi.restoreAllMocks();
  channels.reset();
  messages.reset();
  posts.reset();
  session.reset();
});

test("an emoji counts as used once, when a reaction is added, and not when it is taken back", async () => {
  vi.spyOn(api, "savePreferences").mockResolvedValue({ status: "OK" });
  vi.spyOn(api, "addReaction").mockResolvedValue({} as Reaction);
  vi.spyOn(api, "removeReaction").mockResolvedValue({ status: "OK" });
  session.set({ me: { id: "me" } as User });
  const post = { id: "p", channel_id: "c", metadata: {} } as Post;
  posts.set({ posts: { p: post } });
  const uses = (): string | undefined => preferenceOf(session.get(), "recent_emojis", "me");
  react(post, "tada");
  expect(JSON.parse(uses() ?? "")).toEqual([{ name: "tada", usageCount: 1 }]);
  react(post, "tada");
  await vi.waitFor(() => expect(api.removeReaction).toHaveBeenCalled());
  expect(JSON.parse(uses() ?? "")).toEqual([{ name: "tada", usageCount: 1 }]);
});

test("what is made unread is not told to be read any more, though it was about to be", () => {
  vi.spyOn(api, "viewChannel").mockResolvedValue({ status: "OK", last_viewed_at_times: {} });
  vi.spyOn(api, "markUnread").mockResolvedValue({} as never);
  channels.set({
    channels: { c: { id: "c", total_msg_count_root: 1 } as Channel },
    members: { c: { channel_id: "c", msg_count_root: 0 } as ChannelMember },
  });
  view("c");
  markUnreadFrom({ id: "p", channel_id: "c", root_id: "" } as Post);
  settleView("c");
  expect(api.viewChannel).not.toHaveBeenCalled();
});

test("what cannot be made unread is so from where it was before, and what happened to it since stays", async () => {
  const at = (create_at: number) => ({ id: "p", channel_id: "c", root_id: "", create_at }) as Post;
  const refused = vi.spyOn(api, "markUnread").mockResolvedValueOnce({} as never);
  const settle = (calls: number) =>
    vi.waitFor(async () => {
      expect(refused).toHaveBeenCalledTimes(calls);
      await refused.mock.results.at(-1)?.value.catch(() => {});
    });
  markUnreadFrom(at(9));
  await settle(1);
  refused.mockRejectedValue(new ApiError("refused", "", 403, ""));
  markUnreadFrom(at(5));
  expect(messages.get().unreadFrom).toEqual({ c: 4 });
  await settle(2);
  expect(messages.get().unreadFrom).toEqual({ c: 8 });
  markUnreadFrom(at(5));
  messages.set((state) => withReadAgain(state, ["c"]));
  await settle(3);
  expect(messages.get().unreadFrom).toEqual({});
});

test("a page that is left deletes at once what it was about to, and the call outlives it", () => {
  vi.spyOn(api, "deletePost").mockResolvedValue({ status: "OK" });
  const post = { id: "p", channel_id: "c", root_id: "", delete_at: 0 } as Post;
  posts.set({ posts: { p: post } });
  deleteSoon(post);
  expect(api.deletePost).not.toHaveBeenCalled();
  window.dispatchEvent(new Event("pagehide"));
  expect(api.deletePost).toHaveBeenCalledWith("p", { keepalive: true });
});
