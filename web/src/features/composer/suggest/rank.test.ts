import { expect, test } from "vitest";
import type { Channel, User } from "@/api";
import { mergedUnderCursor, rankChannels, rankPeople } from "./rank";

function person(username: string, first = "", last = "", nickname = "", gone = 0): User {
  return { username, first_name: first, last_name: last, nickname, delete_at: gone } as User;
}

test("a username that begins so comes before names, and names before words in them", () => {
  const users = [
    person("rapunzel", "Ann", "Priest"),
    person("tomas.prinz"),
    person("priya", "Priya", "Raghunathan"),
    person("jo", "Priscilla", "Jo"),
    person("nobody"),
  ];
  expect(rankPeople(users, "pri", 10).map(({ username }) => username)).toEqual([
    "priya",
    "jo",
    "tomas.prinz",
    "rapunzel",
  ]);
});

test("accents and case do not matter, and who is deactivated is not suggested", () => {
  const users = [person("tomas", "Tomáš", "Dvořák"), person("dvorak2", "", "", "", 5)];
  expect(rankPeople(users, "DVOR", 10).map(({ username }) => username)).toEqual(["tomas"]);
  expect(rankPeople([person("a", "Åsa")], "asa", 10)).toHaveLength(1);
});

test("channels are found by either name", () => {
  const channels = [
    { name: "timetable-core", display_name: "Timetable core" },
    { name: "ops", display_name: "Core operations" },
  ] as Channel[];
  expect(rankChannels(channels, "core", 10).map(({ name }) => name)).toEqual(["ops", "timetable-core"]);
  expect(rankChannels(channels, "time", 10)).toHaveLength(1);
});

test("what stands at the cursor or before it stays, whatever comes", () => {
  const list = (keys: string) => [...keys].map((key) => ({ key }));
  const keys = (items: { key: string }[]) => items.map(({ key }) => key).join("");
  expect(keys(mergedUnderCursor(list("abc"), list("xcba"), 1))).toBe("abxc");
  expect(keys(mergedUnderCursor(list("abc"), list("xabc"), 0))).toBe("axbc");
  expect(keys(mergedUnderCursor([], list("xy"), 0))).toBe("xy");
  expect(keys(mergedUnderCursor(list("abc"), list("cz"), 1))).toBe("cz");
});
