import { expect, test } from "vitest";
import type { Categories, Category } from "@/api";
import { moved, reordered, withCategories } from "./categories";

function category(id: string, channel_ids: string[], sorting: Category["sorting"] = ""): Category {
  return {
    id,
    user_id: "me",
    team_id: "team",
    type: "custom",
    display_name: id,
    sorting,
    channel_ids,
    muted: false,
    collapsed: false,
  };
}

const all: Categories = {
  categories: [category("work", ["a", "b", "hidden"], "alpha"), category("rest", ["c", "d"])],
  order: ["work", "rest"],
};

test("a channel leaves one category and comes first in the other, whose order stays", () => {
  const now = withCategories(all, moved(all, "c", "work"));
  expect(now.categories.map((one) => one.channel_ids)).toEqual([["c", "a", "b", "hidden"], ["d"]]);
  expect(now.categories[0]?.sorting).toBe("alpha");
});

test("a channel put at a place makes the order a person's own, and what does not show stays inside", () => {
  const changed = moved(all, "d", "work", ["a", "d", "b"]);
  expect(changed.map((one) => [one.id, one.channel_ids, one.sorting])).toEqual([
    ["work", ["a", "d", "b", "hidden"], "manual"],
    ["rest", ["c"], ""],
  ]);
});

test("within its own category only that one changes", () => {
  expect(moved(all, "d", "rest", ["d", "c"]).map((one) => one.id)).toEqual(["rest"]);
});

test("an order takes an item before another, to the end, and leaves what is not there", () => {
  expect(reordered(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
  expect(reordered(["a", "b", "c"], "a", undefined)).toEqual(["b", "c", "a"]);
  expect(reordered(["a", "b", "c"], "a", "a")).toEqual(["a", "b", "c"]);
  expect(reordered(["a", "b", "c"], "a", "x")).toEqual(["a", "b", "c"]);
});
