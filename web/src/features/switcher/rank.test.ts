import { expect, test } from "vitest";
import { rank, type Target } from "./rank";

const people = [
  ["anna", "Anna Lindqvist"],
  ["kofi", "Kofi Mensah"],
  ["mj.halden", "María-José Fernández de la Cruz-Villanueva"],
  ["tomas.dvorak", "Tomáš Dvořák"],
  ["priya", "Priya Raghunathan"],
  ["joe.park", "Joe Park"],
  ["darja", "Дарья Соколова"],
  ["ann-marie", "Ann-Marie Öst"],
].map(
  ([username = "", full = ""]): Target => ({
    key: username,
    kind: "person",
    names: [full, username],
    at: 0,
    isUnread: false,
  }),
);
const channels = [
  "timetable-core",
  "all-hands",
  "halden-works",
  "halden-contracts",
  "release-notes",
  "accessibility-and-station-announcements",
  "depot-systems",
  "design",
  "оборудование",
].map(
  (name, index): Target => ({
    key: name,
    kind: "channel",
    names: [name],
    at: index === 1 ? 200 : 100,
    isUnread: name === "halden-works",
  }),
);
const all = [...people, ...channels];
const first = (text: string): string | undefined => rank(all, text, 10)[0]?.key;

/** What somebody types, and what they mean. */
const labelled: [string, string][] = [
  ["timetable", "timetable-core"],
  ["tc", "timetable-core"],
  ["core", "timetable-core"],
  ["hands", "all-hands"],
  ["ah", "all-hands"],
  ["hal", "halden-works"],
  ["halden c", "halden-contracts"],
  ["hc", "halden-contracts"],
  ["contr", "halden-contracts"],
  ["notes", "release-notes"],
  ["rel", "release-notes"],
  ["station", "accessibility-and-station-announcements"],
  ["aasa", "accessibility-and-station-announcements"],
  ["~des", "design"],
  ["#depot", "depot-systems"],
  ["обор", "оборудование"],
  ["anna", "anna"],
  ["lindq", "anna"],
  ["al", "all-hands"],
  ["@al", "anna"],
  ["maria", "mj.halden"],
  ["jose", "mj.halden"],
  ["fernandez", "mj.halden"],
  ["@hal", "mj.halden"],
  ["dvorak", "tomas.dvorak"],
  ["Dvořák", "tomas.dvorak"],
  ["td", "tomas.dvorak"],
  ["tomas d", "tomas.dvorak"],
  ["ost", "ann-marie"],
  ["дарья", "darja"],
  ["raghu", "priya"],
  ["park", "joe.park"],
  ["kfi", "kofi"],
];

test("at least 95 of 100 queries have what was meant on top", () => {
  const missed = labelled.filter(([text, meant]) => first(text) !== meant);
  expect(missed.length / labelled.length, JSON.stringify(missed)).toBeLessThanOrEqual(0.05);
});

test("without a word what is unread comes first, then where one was last", () => {
  expect(rank(all, "", 2).map((one) => one.key)).toEqual(["halden-works", "all-hands"]);
});

test("what does not fit is not there", () => {
  expect(rank(all, "zzqx", 10)).toEqual([]);
});
