import { expect, test } from "vitest";
import type { User } from "@/api";
import { minutesAhead, offsetOf, zoneOf } from "./zone";

const winter = Date.parse("2026-01-15T12:00:00Z");
const summer = Date.parse("2026-07-15T12:00:00Z");
const from = (timezone: Record<string, string>): User => ({ timezone }) as unknown as User;

test("a clock is where it was set by hand, or where the browser is", () => {
  const zones = { automaticTimezone: "Europe/Berlin", manualTimezone: "Asia/Tokyo" };
  const none = { automaticTimezone: "", manualTimezone: "", useAutomaticTimezone: "true" };
  expect(zoneOf(from({ ...zones, useAutomaticTimezone: "true" }))).toBe("Europe/Berlin");
  expect(zoneOf(from({ ...zones, useAutomaticTimezone: "false" }))).toBe("Asia/Tokyo");
  expect(zoneOf(from(none))).toBeUndefined();
});

test("a zone is ahead by what its clock shows, in summer too", () => {
  expect(offsetOf("Europe/Berlin", winter)).toBe(60);
  expect(offsetOf("Europe/Berlin", summer)).toBe(120);
  expect(offsetOf("America/New_York", winter)).toBe(-300);
  expect(offsetOf("Asia/Kolkata", winter)).toBe(330);
  expect(offsetOf("UTC", winter)).toBe(0);
});

test("a zone that is not known here says nothing", () => {
  const away = (zone: string): User => from({ manualTimezone: zone, useAutomaticTimezone: "false" });
  expect(minutesAhead(away("Mars/Olympus"), winter)).toBeUndefined();
  expect(minutesAhead(away("UTC"), winter)).toBe(0 - offsetOf(undefined, winter));
});
