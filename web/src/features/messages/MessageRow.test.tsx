import { act } from "react";
import { afterEach, expect, test } from "vitest";
import type { Post } from "@/api";
import { posts } from "@/features/posts";
import { preferenceKey, session } from "@/features/session";
import { render } from "@/ui/testing/render";
import { MessageRow } from "./MessageRow";
import { messages } from "./model";

const post = {
  id: "p",
  channel_id: "c",
  root_id: "",
  user_id: "u",
  message: "Who drives?",
  type: "",
  create_at: 1,
  edit_at: 0,
  delete_at: 0,
  is_pinned: true,
  reply_count: 0,
  props: {},
  metadata: {},
} as Post;

afterEach(() => {
  act(() => {
    posts.reset();
    session.reset();
    messages.reset();
  });
});

test("what is saved and pinned says so, until it is deleted or about to be", () => {
  const saved = { user_id: "me", category: "flagged_post", name: "p", value: "true" };
  session.set({ preferences: { [preferenceKey("flagged_post", "p")]: saved } });
  posts.set({ posts: { p: post } });
  const page = render(<MessageRow id="p" isFirst />);
  const marks = (): (string | null)[] =>
    [...page.container.querySelectorAll(".ui-tag")].map((one) => one.textContent);
  expect(marks()).toEqual(["Pinned", "Saved"]);
  act(() => messages.set({ deleting: { p: true } }));
  expect(marks()).toEqual([]);
  act(() => messages.set({ deleting: {} }));
  expect(marks()).toEqual(["Pinned", "Saved"]);
  act(() => posts.set({ posts: { p: { ...post, delete_at: 5 } } }));
  expect(marks()).toEqual([]);
  expect(page.container.textContent).toContain("Message deleted");
});
