import { afterEach, expect, test, vi } from "vitest";
import { ApiError, api, type Post } from "@/api";
import { deleteMessage } from "./changes";
import { posts, type Stretch, withReaction } from "./model";

vi.mock("@/lib/localStore", () => ({ writePage: async () => {} }));

const post = (id: string, root_id = "", reply_count = 0): Post =>
  ({ id, root_id, reply_count, channel_id: "c", message: id, delete_at: 0, metadata: {} }) as unknown as Post;
const stretch = (...ids: string[]): Stretch => ({ ids, hasOlder: false, hasNewer: false });
const refusal = (status: number) => new ApiError("refused", "no", status, "no");

afterEach(() => {
  vi.restoreAllMocks();
  posts.reset();
});

test("a reply that cannot be deleted keeps what it got meanwhile, however many have answered since it was written", async () => {
  const [root, reply] = [post("root", "", 3), post("reply", "root", 1)];
  const reaction = { post_id: "reply", user_id: "ben", emoji_name: "tada", create_at: 1 };
  posts.set({ posts: { root, reply } });
  const asked = vi.spyOn(api, "deletePost").mockImplementationOnce(async () => {
    expect(posts.get().posts.root?.reply_count).toBe(2);
    posts.set((state) => withReaction(state, reaction));
    throw refusal(403);
  });
  await expect(deleteMessage("reply")).rejects.toThrow("no");
  expect(posts.get().posts).toEqual({ root, reply: { ...reply, metadata: { reactions: [reaction] } } });
  const edited = { ...reply, message: "edited" };
  asked.mockImplementationOnce(async () => {
    posts.set((state) => ({ posts: { ...state.posts, reply: edited } }));
    throw refusal(403);
  });
  await expect(deleteMessage("reply")).rejects.toThrow("no");
  expect(posts.get().posts).toEqual({ root, reply: edited });
});

test("a thread comes back with its replies; what somebody else has deleted stays deleted", async () => {
  const root = post("root", "", 1);
  posts.set({ posts: { root }, replies: { root: stretch("reply") } });
  const asked = vi.spyOn(api, "deletePost").mockRejectedValueOnce(refusal(403));
  await expect(deleteMessage("root")).rejects.toThrow("no");
  expect(posts.get().replies.root?.ids).toEqual(["reply"]);
  asked.mockRejectedValueOnce(refusal(404));
  await deleteMessage("root");
  expect(posts.get().posts.root?.delete_at).toBeGreaterThan(0);
});
