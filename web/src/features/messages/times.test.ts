import { afterEach, expect, test, vi } from "vitest";
import { session } from "@/features/session";
import { setLanguage } from "@/i18n";
import { dayOf, fullTimeOf, timeOf } from "./times";

const morning = new Date(2026, 10, 19, 6, 3).getTime();

function readAt(...languages: string[]): void {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
  vi.spyOn(navigator, "language", "get").mockReturnValue(languages[0] ?? "en");
}

afterEach(async () => {
  vi.restoreAllMocks();
  session.reset();
  await setLanguage("en");
});

test("the clock is that of the reader's region", () => {
  readAt("en-GB", "en");
  expect(timeOf(morning)).toMatch(/^0?6:03$/);
  readAt("en-US", "en");
  expect(timeOf(morning)).toMatch(/^6:03\sAM$/);
});

test("who reads English in Germany has a clock of 24 hours, and dates in English", () => {
  readAt("de-DE", "de", "en");
  expect(timeOf(morning)).toMatch(/^0?6:03$/);
  expect(dayOf(morning)).toContain("November");
  expect(dayOf(morning)).toContain("Thursday");
});

test("German is written in the German way", async () => {
  readAt("de-AT", "en");
  await setLanguage("de");
  expect(timeOf(morning)).toMatch(/^0?6:03$/);
  expect(fullTimeOf(morning)).toContain("Donnerstag, 19. November 2026");
});

test("what the account wishes goes before the region", () => {
  readAt("en-GB");
  const wish = (value: string): void => {
    const preference = { user_id: "me", category: "display_settings", name: "use_military_time", value };
    session.set({ preferences: { "display_settings/use_military_time": preference } });
  };
  wish("false");
  expect(timeOf(morning)).toMatch(/^0?6:03\sam$/i);
  wish("true");
  expect(timeOf(morning)).toMatch(/^0?6:03$/);
});

test("how hours are counted is found out once, however many times are written", () => {
  readAt("en-GB", "en");
  timeOf(morning);
  const made = vi.spyOn(Intl, "DateTimeFormat");
  for (let minute = 0; minute < 60; minute += 1) timeOf(morning + minute * 60_000);
  expect(made).not.toHaveBeenCalled();
});
