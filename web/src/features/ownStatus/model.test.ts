import { expect, test } from "vitest";
import { endOf, endOfQuiet, toDuration } from "./model";

/** A Thursday. */
const now = new Date(2026, 10, 19, 14, 30);

test("a status holds for some minutes, to the end of the day, or to the end of Sunday", () => {
  expect(endOf("thirty_minutes", now)).toEqual(new Date(2026, 10, 19, 15, 0));
  expect(endOf("four_hours", now)).toEqual(new Date(2026, 10, 19, 18, 30));
  expect(endOf("today", now)).toEqual(new Date(2026, 10, 19, 23, 59, 59, 999));
  expect(endOf("this_week", now)).toEqual(new Date(2026, 10, 22, 23, 59, 59, 999));
  expect(endOf("this_week", new Date(2026, 10, 22, 8))).toEqual(new Date(2026, 10, 22, 23, 59, 59, 999));
  expect(endOf("", now)).toBeUndefined();
});

test("a duration of another client that we do not have is one without end", () => {
  expect(toDuration("one_hour")).toBe("one_hour");
  expect(toDuration("date_and_time")).toBe("");
});

test("nobody disturbs until a time, tomorrow morning, or further notice", () => {
  expect(endOfQuiet("two", now)).toEqual(new Date(2026, 10, 19, 16, 30));
  expect(endOfQuiet("tomorrow", now)).toEqual(new Date(2026, 10, 20, 9, 0));
  expect(endOfQuiet("open", now)).toBeUndefined();
});
