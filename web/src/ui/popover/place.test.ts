import { expect, test } from "vitest";
import { place, type Wish } from "./place";

const window = { x: 0, y: 0, width: 1000, height: 600 };
const size = { width: 200, height: 150 };
const wish: Wish = { side: "below", align: "start", gap: 4, rtl: false };

test("it hangs below the anchor, at its start", () => {
  const anchor = { x: 100, y: 100, width: 80, height: 30 };
  expect(place(anchor, size, window, wish)).toMatchObject({ x: 100, y: 134, side: "below" });
  expect(place(anchor, size, window, { ...wish, align: "end" }).x).toBe(8);
  expect(place({ ...anchor, x: 400 }, size, window, { ...wish, rtl: true }).x).toBe(280);
});

test("it turns to the other side where there is no room", () => {
  const anchor = { x: 100, y: 500, width: 80, height: 30 };
  expect(place(anchor, size, window, wish)).toMatchObject({ y: 346, side: "above" });
});

test("it is cut where there is no room on either side", () => {
  const anchor = { x: 100, y: 290, width: 80, height: 30 };
  expect(place(anchor, { width: 200, height: 900 }, window, wish).maxHeight).toBe(278);
});

test("what may cover its anchor is not cut before it fills the window", () => {
  const anchor = { x: 100, y: 290, width: 80, height: 30 };
  const covers: Wish = { ...wish, covers: true };
  expect(place(anchor, { width: 200, height: 500 }, window, covers)).toMatchObject({ y: 8, maxHeight: 584 });
  expect(place(anchor, { width: 200, height: 900 }, window, covers)).toMatchObject({ y: 8, maxHeight: 584 });
  expect(place(anchor, size, window, covers)).toMatchObject({ y: 324, side: "below" });
});

test("it stays in the window", () => {
  const anchor = { x: 960, y: 100, width: 30, height: 30 };
  expect(place(anchor, size, window, wish).x).toBe(792);
});

test("the side follows the direction of the text", () => {
  const anchor = { x: 500, y: 300, width: 30, height: 30 };
  const side: Wish = { ...wish, side: "end" };
  expect(place(anchor, size, window, side)).toMatchObject({ x: 534, side: "end" });
  expect(place(anchor, size, window, { ...side, rtl: true })).toMatchObject({ x: 296, side: "end" });
});
