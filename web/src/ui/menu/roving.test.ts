import { expect, test } from "vitest";
import { rove, typeahead } from "./roving";

test("arrows go around, Home and End to the ends, other keys nowhere", () => {
  expect(rove("ArrowDown", 2, 3, { axis: "vertical" })).toBe(0);
  expect(rove("ArrowUp", 0, 3, { axis: "vertical" })).toBe(2);
  expect(rove("ArrowUp", 0, 3, { axis: "vertical", wrap: false })).toBe(0);
  expect(rove("End", 0, 3, { axis: "vertical" })).toBe(2);
  expect(rove("ArrowRight", 0, 3, { axis: "vertical" })).toBeUndefined();
  expect(rove("ArrowDown", -1, 3, { axis: "vertical" })).toBe(0);
  expect(rove("x", 0, 3, { axis: "vertical" })).toBeUndefined();
});

test("left and right follow the direction of the text", () => {
  expect(rove("ArrowRight", 0, 3, { axis: "horizontal" })).toBe(1);
  expect(rove("ArrowRight", 0, 3, { axis: "horizontal", rtl: true })).toBe(2);
});

test("typing finds by beginning, and the same letter again finds the next", () => {
  const texts = ["Pin", "Copy link", "Copy text", "Delete"];
  expect(typeahead("c", texts, 0)).toBe(1);
  expect(typeahead("cc", texts, 1)).toBe(2);
  expect(typeahead("copy t", texts, 1)).toBe(2);
  expect(typeahead("z", texts, 1)).toBeUndefined();
});
