import { afterEach, expect, test, vi } from "vitest";
import { api, type Post, type Reaction, type User } from "@/api";
import { posts } from "@/features/posts";
import { preferenceOf, session } from "@/features/session";
import { loadTexts, startLanguage } from "@/i18n";
import { deleteSoon, react } from "./actions";

await startLanguage();
await loadTexts("workspace");

afterEach(() => {
  vi.restoreAllMocks();
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

test("a page that is left deletes at once what it was about to, and the call outlives it", () => {
  vi.spyOn(api, "deletePost").mockResolvedValue({ status: "OK" });
  const post = { id: "p", channel_id: "c", root_id: "", delete_at: 0 } as Post;
  posts.set({ posts: { p: post } });
  deleteSoon(post);
  expect(api.deletePost).not.toHaveBeenCalled();
  window.dispatchEvent(new Event("pagehide"));
  expect(api.deletePost).toHaveBeenCalledWith("p", { keepalive: true });
});
