import { expect, test } from "vitest";
import type { Channel, User } from "@/api";
import { mergedUnderCursor, rankerOfChannels, rankerOfPeople } from "./rank";

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
  expect(rankerOfPeople(users)("pri", 10).map(({ username }) => username)).toEqual([
    "priya",
    "jo",
    "tomas.prinz",
    "rapunzel",
  ]);
});

test("who is called exactly so comes before all whose usernames only begin so, however many they are", () => {
  const many = Array.from({ length: 30 }, (_, at) => person(`anna${at}`));
  const rank = rankerOfPeople([...many, person("zoe", "Zoe", "Berg", "Anna"), person("anna")]);
  const names = (typed: string): string[] => rank(typed, 3).map(({ username }) => username);
  expect(names("a")).toEqual(["anna", "anna0", "anna1"]);
  expect(names("anna")).toEqual(["anna", "zoe", "anna0"]);
  expect(names("anna29")).toEqual(["anna29"]);
  expect(names("zo")).toEqual(["zoe"]);
});

test("accents and case do not matter, and who is deactivated is not suggested", () => {
  const users = [person("tomas", "Tomáš", "Dvořák"), person("dvorak2", "", "", "", 5)];
  expect(rankerOfPeople(users)("DVOR", 10).map(({ username }) => username)).toEqual(["tomas"]);
  expect(rankerOfPeople([person("a", "Åsa")])("asa", 10)).toHaveLength(1);
});

test("channels are found by either name", () => {
  const channels = [
    { name: "timetable-core", display_name: "Timetable core" },
    { name: "ops", display_name: "Core operations" },
  ] as Channel[];
  expect(rankerOfChannels(channels)("core", 10).map(({ name }) => name)).toEqual(["ops", "timetable-core"]);
  expect(rankerOfChannels(channels)("time", 10)).toHaveLength(1);
});

test("what stands at the cursor or before it stays, whatever comes", () => {
  const list = (keys: string) => [...keys].map((key) => ({ key }));
  const keys = (items: { key: string }[]) => items.map(({ key }) => key).join("");
  expect(keys(mergedUnderCursor(list("abc"), list("xcba"), 1))).toBe("abxc");
  expect(keys(mergedUnderCursor(list("abc"), list("xabc"), 0))).toBe("axbc");
  expect(keys(mergedUnderCursor([], list("xy"), 0))).toBe("xy");
  expect(keys(mergedUnderCursor(list("abc"), list("cz"), 1))).toBe("cz");
});

test("letter by letter, and taken back, the same is found as at once; of those who are wanted alone, too", () => {
  const users = [
    person("priya", "Priya", "Raghunathan"),
    person("anna.pri", "Anna"),
    person("jo", "Priscilla", "Prion"),
    person("tomas", "Tomáš", "Dvořák"),
  ];
  const rank = rankerOfPeople(users);
  const isWanted = ({ username }: User): boolean => username !== "priya";
  for (const typed of ["", "p", "pr", "pri", "prio", "pri", "d", "dv", "dvó", "zz", "z", ""]) {
    expect(rank(typed, 3), typed).toEqual(rankerOfPeople(users)(typed, 3));
    expect(rank(typed, 3, isWanted), typed).toEqual(rankerOfPeople(users.filter(isWanted))(typed, 3));
  }
  expect(rank("pr", 10).map(({ username }) => username)).toEqual(["priya", "jo", "anna.pri"]);
});
