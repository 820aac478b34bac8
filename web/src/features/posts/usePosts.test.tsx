import { act } from "react";
import { expect, test } from "vitest";
import type { Post } from "@/api";
import { render } from "@/ui/testing/render";
import { posts } from "./model";
import { usePosts } from "./usePosts";

const LISTED = ["a", "b"];
let renderings = 0;

function List() {
  renderings += 1;
  return <p>{usePosts(LISTED).map((post) => post?.message)}</p>;
}

test("what happens to other posts renders a list not anew", () => {
  const say = (id: string, message: string): void =>
    act(() => posts.set((state) => ({ posts: { ...state.posts, [id]: { id, message } as Post } })));
  say("a", "one ");
  const page = render(<List />);
  const before = renderings;
  say("elsewhere", "three");
  expect(renderings).toBe(before);
  say("b", "two");
  expect(page.find("p").textContent).toBe("one two");
  act(() => posts.reset());
});
