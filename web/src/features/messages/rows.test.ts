import { expect, test } from "vitest";
import type { Post } from "@/api";
import { aPost } from "@/api/testing";
import { rowsOf } from "./rows";
import { tell } from "./system";

const noon = new Date(2026, 5, 10, 12).getTime();
const minute = 60_000;

const post = (id: string, at: number, more: Partial<Post> = {}): Post =>
  aPost(id, { create_at: noon + at, update_at: noon + at, ...more });

function layOut(posts: Post[], newSince?: number): string[] {
  return rowsOf(posts, { me: "me", newSince }).map((row) => {
    if (row.kind === "post") return `${row.isFirst ? "first " : ""}${row.id}`;
    return row.kind === "system" ? `system ${row.ids.join("+")}` : row.kind;
  });
}

test("posts of one author within five minutes of each other stand under one name", () => {
  expect(
    layOut([
      post("a", 0),
      post("b", 5 * minute),
      post("c", 10 * minute + 1),
      post("d", 11 * minute, { user_id: "ben" }),
      post("e", 11 * minute, { user_id: "ben", props: { override_username: "Build" } }),
    ]),
  ).toEqual(["day", "first a", "b", "first c", "first d", "first e"]);
});

test("a new day and the line of new messages begin groups of their own", () => {
  const day = 24 * 60 * minute;
  expect(layOut([post("a", 0), post("b", 1), post("c", 2), post("d", day)], noon + 1)).toEqual([
    "day",
    "first a",
    "b",
    "new",
    "first c",
    "day",
    "first d",
  ]);
});

test("my own messages are never new", () => {
  expect(layOut([post("a", 0), post("b", 5, { user_id: "me" }), post("c", 6)], noon)).toEqual([
    "day",
    "first a",
    "first b",
    "new",
    "first c",
  ]);
});

test("comings and goings that follow each other are one row, other words of the server their own", () => {
  const joins = { type: "system_join_channel" };
  expect(
    layOut([
      post("a", 0, joins),
      post("b", 1, { type: "system_leave_channel" }),
      post("c", 2, { type: "system_header_change" }),
      post("d", 3, joins),
      post("e", 4),
      post("f", 5, joins),
    ]),
  ).toEqual(["day", "system a+b", "system c", "system d", "first e", "system f"]);
});

test("a row is known by the same key before and after its message is confirmed", () => {
  const pending = post("me:1", 0, { pending_post_id: "me:1" });
  const sent = post("real", 0, { pending_post_id: "me:1" });
  const keyOf = (one: Post) => rowsOf([one], { me: "me" })[1]?.key;
  expect(keyOf(sent)).toBe(keyOf(pending));
});

test("what happened is told once for each kind, and names everybody once", () => {
  const add = (id: string, by: string, who: string) =>
    post(id, 0, { type: "system_add_to_channel", user_id: by, props: { addedUserId: who } });
  expect(
    tell([
      post("1", 0, { type: "system_join_channel", user_id: "ben" }),
      add("2", "anna", "carl"),
      add("3", "anna", "dora"),
      add("4", "ben", "emil"),
      post("5", 0, { type: "system_join_channel", user_id: "ben" }),
      post("6", 0, { type: "system_join_channel", user_id: "fred" }),
    ]),
  ).toEqual([
    { what: "joined", by: "", who: ["ben", "fred"] },
    { what: "added", by: "anna", who: ["carl", "dora"] },
    { what: "added", by: "ben", who: ["emil"] },
  ]);
});
