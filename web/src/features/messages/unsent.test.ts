import { afterEach, expect, test, vi } from "vitest";
import type { Post } from "@/api";
import { drafts, keepDraft } from "@/features/drafts";
import { posts } from "@/features/posts";
import { takeBack } from "./unsent";

const written = vi.hoisted((): { draft: unknown } => ({ draft: undefined }));
vi.mock("@/features/posts", async (original) => ({
  ...(await original<object>()),
  discardMessage: async () => {
    written.draft = drafts.get().drafts.c?.text;
    posts.set({ posts: {} });
  },
}));

const refused = (root_id = ""): Post =>
  ({ id: "me:1", channel_id: "c", root_id, message: "The window moves" }) as Post;

afterEach(() => {
  drafts.reset();
  posts.reset();
});

test("what was refused stands before what has been written since, and is a draft before the message goes", async () => {
  posts.set({ posts: { "me:1": refused() } });
  keepDraft({ channel: "c", root: "" }, "And then");
  await takeBack(refused());
  expect(written.draft).toBe("The window moves\n\nAnd then");
  expect(posts.get().posts).toEqual({});
});

test("a reply goes back to its thread, and nothing is put around a text that stands alone", async () => {
  keepDraft({ channel: "c", root: "" }, "In the channel");
  await takeBack(refused("r"));
  expect(drafts.get().drafts).toMatchObject({
    c: { text: "In the channel" },
    r: { text: "The window moves", channel: "c", root: "r" },
  });
});
