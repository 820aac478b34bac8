import { expect, test } from "vitest";
import { Heights, offsetsOf, rangeAt, rowAt, scrollOf } from "./window";

const keys = Array.from({ length: 10_000 }, (_, index) => `row ${index}`);

function measured(): Heights {
  const heights = new Heights();
  keys.forEach((key, index) => {
    heights.note(key, 20 + (index % 7) * 15);
  });
  return heights;
}

test("rows that were never measured count as the average of the others", () => {
  const heights = new Heights();
  heights.note("a", 40);
  heights.note("b", 80);
  expect(heights.of("c")).toBe(60);
  expect(heights.note("a", 40.2)).toBe(false);
  expect(heights.note("a", 100)).toBe(true);
  expect(heights.of("c")).toBe(90);
});

test("every height lies in the row that covers it", () => {
  const offsets = offsetsOf(keys, measured());
  for (const y of [0, 1, 19.5, 20, 4_711, 123_456.7]) {
    const index = rowAt(offsets, y);
    expect(offsets[index]).toBeLessThanOrEqual(y);
    expect(offsets[index + 1]).toBeGreaterThan(y);
  }
  expect(rowAt(offsets, -100)).toBe(0);
  expect(rowAt(offsets, 1e9)).toBe(keys.length - 1);
});

test("the range covers the window and its margins, and no more than a row beyond", () => {
  const offsets = offsetsOf(keys, measured());
  for (let scroll = 0; scroll < 600_000; scroll += 9_973) {
    const [from, to] = rangeAt(offsets, scroll, 800, 1_000);
    expect(offsets[from]).toBeLessThanOrEqual(Math.max(0, scroll - 1_000));
    expect(offsets[to]).toBeGreaterThanOrEqual(Math.min(scroll + 1_800, offsets.at(-1) ?? 0));
    expect(to - from).toBeLessThan(2_800 / 20 + 3);
  }
});

test("a row keeps its place when others come before it", () => {
  const heights = measured();
  const place = { key: "row 500", top: 120 };
  const before = scrollOf(place, keys, offsetsOf(keys, heights), 800);
  const more = ["older a", "older b", ...keys];
  heights.note("older a", 33);
  heights.note("older b", 44);
  expect(scrollOf(place, more, offsetsOf(more, heights), 800)).toBeCloseTo(before + 77);
  expect(scrollOf("end", keys, offsetsOf(keys, heights), 800)).toBe(
    (offsetsOf(keys, heights).at(-1) ?? 0) - 800,
  );
});
