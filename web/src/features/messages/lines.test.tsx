import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import type { Post } from "@/api";
import { posts } from "@/features/posts";
import { render } from "@/ui/testing/render";
import { SendingNote } from "./SendingNote";
import { SystemRow } from "./SystemRow";

const post = (more: Partial<Post>): Post => ({ id: "p", create_at: 1, props: {}, ...more }) as Post;

afterEach(() => {
  act(() => posts.reset());
  vi.useRealTimers();
});

test("what the server says is what its line is called", () => {
  posts.set({ posts: { p: post({ type: "system_header_change", message: "The header is new" }) } });
  const page = render(<SystemRow ids="p" />);
  const ids = (page.find("article").getAttribute("aria-labelledby") ?? "").split(" ");
  const said = ids.map((id) => document.getElementById(id)?.textContent);
  expect(said.slice(0, 2)).toEqual(["System", "The header is new"]);
  expect(said).toHaveLength(3);
});

test("a late message is on its way while there is a network, and waits where there is none", () => {
  vi.useFakeTimers();
  const page = render(<SendingNote post={post({})} sending={{ state: "sending" }} />);
  expect(page.container.textContent).toBe("");
  act(() => vi.advanceTimersByTime(1_000));
  expect(page.find("p").textContent).toContain("Sending…");
  page.rerender(<SendingNote post={post({})} sending={{ state: "waiting" }} />);
  expect(page.find("p").textContent).toContain("Sends when you're back");
});
