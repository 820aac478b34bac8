import { expect, test } from "vitest";
import { addMonths, stepDay, today, weeksOf } from "./days";

test("weeks are whole and begin where the reader's do", () => {
  const weeks = weeksOf("2026-11-28", 1);
  expect(weeks).toHaveLength(6);
  expect(weeks[0]?.[0]).toBe("2026-10-26");
  expect(weeks.at(-1)?.[6]).toBe("2026-12-06");
  expect(weeksOf("2026-11-28", 7)[0]?.[0]).toBe("2026-11-01");
});

test("a month forward from its last day is the last day", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
});

test("keys move by days, weeks and months", () => {
  expect(stepDay("ArrowDown", "2026-11-28", 1, false)).toBe("2026-12-05");
  expect(stepDay("ArrowLeft", "2026-11-28", 1, true)).toBe("2026-11-29");
  expect(stepDay("Home", "2026-11-28", 1, false)).toBe("2026-11-23");
  expect(stepDay("PageUp", "2026-11-28", 1, false)).toBe("2026-10-28");
  expect(stepDay("x", "2026-11-28", 1, false)).toBeUndefined();
});

test("today is the reader's", () => {
  expect(today(new Date(2026, 10, 28, 0, 30))).toBe("2026-11-28");
  expect(today(new Date(2026, 10, 28, 23, 30))).toBe("2026-11-28");
});
