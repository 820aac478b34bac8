import { expect, test } from "vitest";
import { excerpt } from "./excerpt";

test("an excerpt has the words of a message without their form, and not too many of them", () => {
  expect(excerpt("**Hello** @anna, see [the plan](https://example.org)\n\n- one\n- `two`")).toBe(
    "Hello @anna, see the plan\none\ntwo",
  );
  const long = excerpt("word ".repeat(100));
  expect(long.length).toBeLessThanOrEqual(241);
  expect(long.endsWith("word…")).toBe(true);
});
