import { afterEach, expect, test, vi } from "vitest";
import { api, type Post } from "@/api";
import { posts } from "@/features/posts";
import { loadTexts, startLanguage } from "@/i18n";
import { deleteSoon } from "./actions";

await startLanguage();
await loadTexts("workspace");

afterEach(() => {
  vi.restoreAllMocks();
  posts.reset();
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
