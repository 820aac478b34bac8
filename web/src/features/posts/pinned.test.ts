import { afterEach, expect, test, vi } from "vitest";
import { api, type Post } from "@/api";
import { posts } from "./model";
import { loadPinned, pinnedIn } from "./pinned";

const post = (id: string, more: Partial<Post> = {}): Post =>
  ({
    id,
    channel_id: "c",
    user_id: "me",
    create_at: id.charCodeAt(0),
    delete_at: 0,
    is_pinned: true,
    ...more,
  }) as Post;

const idsIn = (channel: string): string[] => pinnedIn(posts.get(), channel).map(({ id }) => id);

afterEach(() => {
  vi.restoreAllMocks();
  posts.reset();
});

test("what was unpinned while nobody was told is not pinned any more; what is pinned meanwhile is", async () => {
  const [kept, gone, other, pinned] = [post("a"), post("b"), post("o", { channel_id: "d" }), post("n")];
  posts.set({ posts: { a: kept, b: gone, o: other, n: { ...pinned, is_pinned: false } } });
  vi.spyOn(api, "pinnedPosts").mockImplementation(async () => {
    posts.set((state) => ({ posts: { ...state.posts, n: pinned } }));
    return { order: ["a"], posts: { a: kept }, next_post_id: "", prev_post_id: "" };
  });
  await loadPinned("c");
  expect(idsIn("c")).toEqual(["n", "a"]);
  expect(idsIn("d")).toEqual(["o"]);
});
