import { beforeEach, expect, test } from "vitest";
import type { Post, PostPage } from "@/api";
import { aPost } from "@/api/testing";
import { together } from "@/lib/slice";
import {
  hasArrived,
  posts,
  withChanges,
  withDeleted,
  withEdited,
  withFreshPage,
  withNew,
  withPending,
  withThread,
} from "./model";

const post = (id: string, at: number, more: Partial<Post> = {}): Post =>
  aPost(id, { create_at: at, update_at: at, ...more });

function page(...found: Post[]): PostPage {
  return {
    order: found.map((one) => one.id).reverse(),
    posts: Object.fromEntries(found.map((one) => [one.id, one])),
    next_post_id: "",
    prev_post_id: "",
  };
}

const ids = (): string[] => posts.get().stretches.c?.ids ?? [];

beforeEach(() => posts.reset());

test("a message is listed once, whichever of answer and event comes first", () => {
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1)), []));
  posts.set((state) => withPending(state, post("anna:2", 2, { pending_post_id: "anna:2" })));
  expect(ids()).toEqual(["a", "anna:2"]);
  const confirmed = post("b", 3, { pending_post_id: "anna:2" });
  posts.set((state) => withNew(state, confirmed));
  posts.set((state) => withNew(state, confirmed));
  expect(ids()).toEqual(["a", "b"]);
  expect(posts.get().sending).toEqual({});
});

test("a message that comes after a later one stands where it was written", () => {
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1)), []));
  posts.set((state) => withNew(state, post("late", 3)));
  posts.set((state) => withNew(state, post("early", 2)));
  expect(ids()).toEqual(["a", "early", "late"]);
});

test("what comes together is what comes one by one, and leaves what was there before as it was", () => {
  const came = [
    post("b", 2),
    post("r", 3, { root_id: "a" }),
    post("b", 2),
    post("c1", 4, { pending_post_id: "anna:4" }),
  ];
  const start = (): void => {
    posts.reset();
    posts.set((state) => withFreshPage(state, "c", page(post("a", 1)), []));
    posts.set((state) => withPending(state, post("anna:4", 4, { pending_post_id: "anna:4" })));
  };
  const take = (): void => {
    for (const one of came) posts.set((state) => withNew(state, one));
  };
  start();
  take();
  const oneByOne = posts.get();
  start();
  const before = posts.get();
  const copy = structuredClone(before);
  together(take);
  expect(posts.get()).toEqual(oneByOne);
  expect(ids()).toEqual(["a", "b", "c1"]);
  expect(posts.get().posts.a?.reply_count).toBe(1);
  expect(before).toEqual(copy);
});

test("a post that came while a page was on its way is not lost, nor is a message that is not sent yet", () => {
  posts.set((state) => withPending(state, post("anna:9", 9, { pending_post_id: "anna:9" })));
  posts.set((state) => withNew(state, post("late", 5)));
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1), post("b", 2)), ["late"]));
  expect(ids()).toEqual(["a", "b", "late", "anna:9"]);
});

test("a message whose answer was lost is listed once, also after a restart that sends it again", () => {
  const pending = post("anna:2", 2, { pending_post_id: "anna:2" });
  const confirmed = post("b", 3, { pending_post_id: "anna:2" });
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1), confirmed), []));
  posts.set((state) => withPending(state, pending));
  expect(ids()).toEqual(["a", "b"]);
});

test("a page that names a pending id takes the pending message's place", () => {
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1)), []));
  posts.set((state) => withPending(state, post("anna:2", 2, { pending_post_id: "anna:2" })));
  posts.set((state) => withPending(state, post("anna:4", 4, { pending_post_id: "anna:4" })));
  const confirmed = post("b", 3, { pending_post_id: "anna:2" });
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1), confirmed), []));
  expect(ids()).toEqual(["a", "b", "anna:4"]);
});

test("a reply counts at its root, once, and is not listed among the roots", () => {
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1)), []));
  const reply = post("r", 2, { root_id: "a", user_id: "ben" });
  posts.set((state) => withNew(state, reply));
  posts.set((state) => withNew(state, reply));
  expect(ids()).toEqual(["a"]);
  expect(posts.get().posts.a).toMatchObject({
    reply_count: 1,
    last_reply_at: 2,
    participants: [{ id: "ben" }],
  });
});

test("a deleted post leaves its place and none of its words", () => {
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1)), []));
  posts.set((state) => withDeleted(state, post("a", 1), 4));
  expect(ids()).toEqual(["a"]);
  expect(posts.get().posts.a).toMatchObject({ delete_at: 4, message: "" });
});

test("the answer to a message that was sent before has no metadata, and takes none away", () => {
  const { metadata: _none, ...bare } = post("p", 1, { pending_post_id: "anna:1" });
  posts.set((state) => withPending(state, post("anna:1", 1, { pending_post_id: "anna:1" })));
  posts.set((state) => withNew(state, bare));
  expect(posts.get().posts.p?.metadata).toEqual({});
  const reactions = [{ user_id: "ben", post_id: "p", emoji_name: "eyes", create_at: 2 }];
  posts.set((state) => withNew(state, post("p", 1, { metadata: { reactions } })));
  posts.set((state) => withNew(state, bare));
  expect(posts.get().posts.p?.metadata.reactions).toEqual(reactions);
});

test("what is told of an edit or a pin says nothing of replies, and takes none away", () => {
  const replies = { reply_count: 2, last_reply_at: 9, participants: [{ id: "ben" }] };
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1, { update_at: 9, ...replies })), []));
  posts.set((state) => withEdited(state, post("a", 1, { update_at: 10, message: "b", last_reply_at: 0 })));
  expect(posts.get().posts.a).toMatchObject({ message: "b", ...replies });
});

test("a deleted reply counts off at its root, once, also where it was never read", () => {
  const root = post("a", 1, { reply_count: 2, last_reply_at: 9 });
  posts.set((state) => withFreshPage(state, "c", page(root), []));
  const reply = post("r", 2, { root_id: "a", user_id: "ben" });
  posts.set((state) => withDeleted(state, reply, 10));
  posts.set((state) => withDeleted(state, reply, 10));
  expect(posts.get().posts.a?.reply_count).toBe(1);
});

test("what has changed is brought in where one reads: nothing is lost, and what is new is at the end", () => {
  const older = Array.from({ length: 5 }, (_, index) => post(`p${index}`, index + 1));
  posts.set((state) => withFreshPage(state, "c", { ...page(...older), prev_post_id: "before" }, []));
  posts.set((state) => withPending(state, post("anna:2", 20, { pending_post_id: "anna:2" })));
  const changes = page(
    post("ancient", 0, { update_at: 11 }),
    post("p1", 2, { update_at: 12, message: "changed" }),
    post("p2", 3, { update_at: 13, delete_at: 13 }),
    post("version", 2, { delete_at: 12, original_id: "p1" }),
    post("new", 14),
    post("reply", 15, { root_id: "p1" }),
  );
  posts.set((state) => withChanges({ ...state, stale: { c: true } }, "c", changes, []));
  expect(ids()).toEqual(["p0", "p1", "p3", "p4", "new", "anna:2"]);
  expect(posts.get().posts.p1?.message).toBe("changed");
  expect(posts.get().stale).toEqual({});
  expect(posts.get().stretches.c).toMatchObject({ hasOlder: true, hasNewer: false });
});

test("changes of a stretch that has newer ones behind it add none at its end", () => {
  posts.set((state) => withFreshPage(state, "c", { ...page(post("a", 1)), next_post_id: "b" }, []));
  posts.set((state) => withChanges(state, "c", page(post("new", 14)), []));
  expect(ids()).toEqual(["a"]);
});

test("a reply that came while its thread was on its way is not lost", () => {
  posts.set((state) => withNew(state, post("late", 3, { root_id: "a" })));
  const thread = page(post("a", 1), post("r", 2, { root_id: "a" }));
  posts.set((state) => withThread(state, "a", thread, ["late"]));
  expect(posts.get().replies.a?.ids).toEqual(["r", "late"]);
});

test("a message on its way that the server shows already, without its pending id, shows once", () => {
  const sent = (id: string, at: number) => post(id, at, { message: "hello" });
  const waiting = (id: string, at: number) => post(id, at, { message: "hello", pending_post_id: id });
  // This tab, or one before it, has two of the same text on their way; the first has arrived.
  posts.set((state) => withPending(state, waiting("anna:2", 2)));
  posts.set((state) => withPending(state, waiting("anna:3", 3)));
  posts.set((state) => withFreshPage(state, "c", page(post("a", 1), sent("b", 4)), []));
  expect(ids()).toEqual(["a", "b", "anna:3"]);
  // A tab that finds the message in the outbox after it has asked for the channel.
  expect(hasArrived(posts.get(), waiting("anna:9", 5))).toBe(true);
  expect(hasArrived(posts.get(), post("anna:9", 5, { message: "something else" }))).toBe(false);
  // What somebody wrote long before says the same and is another one.
  expect(hasArrived(posts.get(), waiting("anna:9", 120_000))).toBe(false);
  posts.set((state) => withNew(state, { ...sent("b", 4), pending_post_id: "anna:2" }));
  expect(ids()).toEqual(["a", "b", "anna:3"]);
});
