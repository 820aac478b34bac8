import { expect, test } from "vitest";
import { isCommand } from "./commands";
import { callsEverybody } from "./everybody";

test("everybody is called by @all, @channel and @here, and not in code or in longer names", () => {
  for (const text of ["@all hello", "hello @Channel.", "(@here)", "a\n@all"])
    expect(callsEverybody(text), text).toBe(true);
  for (const text of [
    "`@all`",
    "```\n@all\n```",
    "```\n@all",
    "mail@all",
    "@allison",
    "@here-now",
    "@all.hands",
  ])
    expect(callsEverybody(text), text).toBe(false);
  expect(callsEverybody("```\n@all\n```\n@here")).toBe(true);
});

test("a command begins with a slash and a word", () => {
  expect(isCommand("/me waves")).toBe(true);
  for (const text of ["/", "/ me", "//x", " /me", "a /me"]) expect(isCommand(text), text).toBe(false);
});
