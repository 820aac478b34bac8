import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, type Channel, type ChannelMember, type Post, type PostPage } from "@/api";
import { channels } from "@/features/channels";
import {
  doubtPosts,
  expectOpening,
  openNewest,
  openPosts,
  openThreadPosts,
  readOlder,
  showKept,
} from "./actions";
import { events } from "./events";
import { posts, withPending } from "./model";

const kept = vi.hoisted((): { page: unknown } => ({ page: undefined }));
vi.mock("@/lib/localStore", () => ({
  readPage: async () => kept.page,
  writePage: async () => {},
  forgetPage: async () => {},
  addToOutbox: async () => undefined,
  readOutbox: async () => [],
}));

const post = (id: string, at: number): Post =>
  ({
    id,
    channel_id: "c",
    root_id: "",
    user_id: "",
    create_at: at,
    update_at: at,
    delete_at: 0,
    metadata: {},
  }) as Post;
const page = (...found: Post[]): PostPage => ({
  order: found.map((one) => one.id).reverse(),
  posts: Object.fromEntries(found.map((one) => [one.id, one])),
  next_post_id: "",
  prev_post_id: "older",
});
const ids = () => posts.get().stretches.c?.ids;
const newestAt = (last_root_post_at: number): void =>
  channels.set({ channels: { c: { id: "c", last_root_post_at } as Channel } });

beforeEach(() => {
  newestAt(0);
  vi.spyOn(api, "postsAroundUnread").mockResolvedValue(page(post("a", 1), post("b", 2)));
  kept.page = undefined;
  vi.spyOn(api, "posts").mockResolvedValue(page(post("d", 4)));
});
afterEach(() => {
  vi.restoreAllMocks();
  posts.reset();
  channels.reset();
});

test("after a gap what has changed is brought into what one reads", async () => {
  await openPosts("c");
  doubtPosts();
  await openPosts("c");
  expect(api.posts).toHaveBeenCalledWith("c", { since: 1 });
  expect(api.postsAroundUnread).toHaveBeenCalledTimes(1);
  expect(ids()).toEqual(["a", "b", "d"]);
  expect(posts.get().stale).toEqual({});
});

test("a new page comes where the changes leave a hole, or what is unread begins before what is there", async () => {
  await openPosts("c");
  doubtPosts();
  newestAt(9);
  await openPosts("c");
  expect(api.postsAroundUnread).toHaveBeenCalledTimes(2);
  expect(ids()).toEqual(["a", "b"]);
  channels.set({
    channels: { c: { id: "c", last_root_post_at: 0, total_msg_count_root: 5 } as Channel },
    members: { c: { channel_id: "c", msg_count_root: 0, last_viewed_at: 0 } as ChannelMember },
  });
  doubtPosts();
  await openPosts("c");
  expect(api.posts).toHaveBeenCalledTimes(1);
  expect(api.postsAroundUnread).toHaveBeenCalledTimes(3);
});

test("a reply that comes while its thread is on its way is in it", async () => {
  vi.spyOn(api, "threadPosts").mockResolvedValue(page(post("r", 1), { ...post("x", 2), root_id: "r" }));
  const opening = openThreadPosts("r");
  const reply = { ...post("y", 3), root_id: "r" };
  events.posted?.({ post: reply, team_id: "" } as never, { channel_id: "c", team_id: "", user_id: "" });
  await opening;
  expect(posts.get().replies.r?.ids).toEqual(["x", "y"]);
});

test("a page that was asked for before a gap is asked for again after it", async () => {
  let answer = (_: PostPage): void => {};
  vi.mocked(api.postsAroundUnread).mockReturnValue(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const first = openPosts("c");
  await vi.waitFor(() => expect(api.postsAroundUnread).toHaveBeenCalled());
  doubtPosts();
  const second = openPosts("c");
  answer(page(post("a", 1)));
  await Promise.all([first, second]);
  expect(ids()).toEqual(["a", "d"]);
  expect(posts.get().stale).toEqual({});
});

test("a thread that was asked for before a gap is asked for again when it is opened", async () => {
  const asked = vi.spyOn(api, "threadPosts").mockResolvedValue(page(post("r", 1)));
  const opening = openThreadPosts("r");
  doubtPosts();
  await opening;
  await openThreadPosts("r");
  await openThreadPosts("r");
  expect(asked).toHaveBeenCalledTimes(2);
});

test("pages of a channel come one after the other", async () => {
  await openPosts("c");
  const both = [openNewest("c"), openNewest("c")];
  await Promise.all(both);
  expect(api.posts).toHaveBeenCalledTimes(2);
  expect(ids()).toEqual(["d"]);
});

test("what is kept of a channel shows above what waits to be sent in it", async () => {
  posts.set((state) => withPending(state, { ...post("me:1", 3), pending_post_id: "me:1" }));
  kept.page = { posts: [post("kept", 1)], ids: ["kept"], hasOlder: true };
  await showKept("c");
  expect(ids()).toEqual(["kept", "me:1"]);
});

test("what is kept of the channel that is likely next is there before it is opened, and believed when it has been asked for", async () => {
  vi.useFakeTimers();
  kept.page = { posts: [post("a", 1)], ids: ["a"], hasOlder: true };
  expectOpening("other");
  expectOpening("c");
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(Object.keys(posts.get().stretches)).toEqual(["c"]);
  expect(posts.get().stale.c).toBe(true);
  expect(api.posts).not.toHaveBeenCalled();
  await openPosts("c");
  expect(posts.get().stale).toEqual({});
});

test("who is shown an older page may ask for the next at once", async () => {
  await openPosts("c");
  const asked = vi.spyOn(api, "posts").mockResolvedValue(page(post("z", 0)));
  let again: Promise<void> | undefined;
  const stop = posts.subscribe(() => {
    again ??= readOlder("c");
  });
  await readOlder("c");
  await again;
  stop();
  expect(asked.mock.calls.map(([, { before }]) => before)).toEqual(["a", "z"]);
});
