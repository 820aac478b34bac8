import { expect, test } from "vitest";
import type { User } from "@/api";
import { customStatusOf, recentStatusesOf } from "./customStatus";

const now = Date.parse("2026-11-19T12:00:00Z");
const user = (props: Record<string, string>): User => ({ id: "ben", props }) as User;
const says = (status: Record<string, string>): User => user({ customStatus: JSON.stringify(status) });

test("what somebody says of themselves goes when its time is over", () => {
  const status = { emoji: "tada", text: "Sailing", duration: "today", expires_at: "2026-11-19T22:00:00Z" };
  expect(customStatusOf(says(status), now)).toEqual(status);
  expect(customStatusOf(says(status), Date.parse(status.expires_at))).toBeUndefined();
});

test("without an end it stays; the year 1 is no end", () => {
  const status = { emoji: "", text: "Away", duration: "" };
  expect(customStatusOf(says(status), now)).toEqual(status);
  expect(customStatusOf(says({ ...status, expires_at: "0001-01-01T00:00:00Z" }), now)).toEqual(status);
});

test("nothing, and what can't be read, is nothing", () => {
  expect(customStatusOf(undefined, now)).toBeUndefined();
  expect(customStatusOf(user({}), now)).toBeUndefined();
  expect(customStatusOf(user({ customStatus: "" }), now)).toBeUndefined();
  expect(customStatusOf(user({ customStatus: "{" }), now)).toBeUndefined();
  expect(customStatusOf(says({ emoji: "", text: "" }), now)).toBeUndefined();
});

test("what was said before is a list in which the unreadable is left out", () => {
  const recent = [{ emoji: "tea", text: "Tea", duration: "one_hour" }, 5, null];
  expect(recentStatusesOf(user({ recentCustomStatuses: JSON.stringify(recent) }))).toEqual([recent[0]]);
  expect(recentStatusesOf(user({}))).toEqual([]);
});
