import { expect, test } from "vitest";
import { loadEmoji } from "@/lib/emoji";
import { COLUMNS, sectionsOf, step } from "./grid";

const table = await loadEmoji();

test("what was used lately comes first, in its own tone; everything else in the chosen one", () => {
  const [recent, ...groups] = sectionsOf(table, "", ["wave_dark_skin_tone", "nonsense"], "light");
  expect(recent).toEqual({ id: "recent", rows: [[{ sign: "👋🏿", name: "wave_dark_skin_tone" }]] });
  const all = groups.flatMap(({ rows }) => rows.flat());
  expect(all.find(({ name }) => name.startsWith("wave"))?.sign).toBe("👋🏻");
  expect(groups.every(({ rows }) => rows.every((row) => row.length <= COLUMNS))).toBe(true);
});

test("arrows go through rows of any length, and stop at the ends", () => {
  const cell = { sign: "", name: "" };
  const rows = [[cell, cell], [cell], [cell, cell, cell]];
  expect(step(rows, { row: 0, column: 1 }, "ArrowDown")).toEqual({ row: 1, column: 0 });
  expect(step(rows, { row: 0, column: 1 }, "ArrowRight")).toEqual({ row: 1, column: 0 });
  expect(step(rows, { row: 1, column: 0 }, "ArrowLeft")).toEqual({ row: 0, column: 1 });
  expect(step(rows, { row: 2, column: 2 }, "ArrowRight")).toEqual({ row: 2, column: 2 });
  expect(step(rows, { row: 0, column: 0 }, "ArrowUp")).toEqual({ row: 0, column: 0 });
});
