import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ApiError, api, type Post } from "@/api";
import { drafts, textOf } from "@/features/drafts";
import { posts } from "@/features/posts";
import { loadTexts, startLanguage } from "@/i18n";
import { clearOutbox, flushOutbox } from "@/sync";
import { toasts } from "@/ui/toast/toasts";
import { saveEdit } from "./edits";

const post = { id: "p", channel_id: "c", root_id: "", message: "before", edit_at: 0, metadata: {} } as Post;
const shown = () => {
  const { posts: all, sending } = posts.get();
  return [all.p?.message, all.p?.edit_at ? "edited" : "", sending.p?.state];
};

beforeAll(async () => {
  await startLanguage();
  await loadTexts("workspace");
});
beforeEach(() => posts.set({ posts: { p: post } }));
afterEach(() => {
  vi.restoreAllMocks();
  clearOutbox();
  posts.reset();
  drafts.reset();
});

test("a change shows at once, waits for the server, and goes out", async () => {
  const edit = vi.spyOn(api, "editPost").mockRejectedValueOnce(new ApiError("offline", "", 0, ""));
  saveEdit(post, "after");
  expect(shown()).toEqual(["after", "edited", undefined]);
  await vi.waitFor(() => expect(shown()).toEqual(["after", "edited", "waiting"]));
  edit.mockResolvedValue({ ...post, message: "after", edit_at: 5, update_at: 5 });
  flushOutbox();
  await vi.waitFor(() => expect(shown()).toEqual(["after", "edited", undefined]));
  expect(edit).toHaveBeenCalledTimes(2);
});

test("a change that is refused is taken back, and nothing else with it; its text is a draft again", async () => {
  vi.spyOn(api, "editPost").mockImplementation(async () => {
    posts.set((state) => ({ posts: { p: { ...post, ...state.posts.p, is_pinned: true } } }));
    throw new ApiError("refused", "", 403, "too late");
  });
  saveEdit(post, "after");
  await vi.waitFor(() => expect(shown()).toEqual(["before", "", undefined]));
  expect(posts.get().posts.p?.is_pinned).toBe(true);
  expect(textOf(drafts.get(), "p")).toBe("after");
  expect(toasts.current?.kind).toBe("bad");
});
