import { expect, test } from "vitest";
import { bestOf, matchIn, ranker, type Target } from "./rank";

/** Usernames, full names, and nicknames of those who have one. */
const people = [
  ["anna", "Anna Lindqvist"],
  ["anna.berg", "Anna Berg"],
  ["annika", "Annika Söderström", "Nika"],
  ["kofi", "Kofi Mensah"],
  ["mj.halden", "María-José Fernández de la Cruz-Villanueva"],
  ["tomas.dvorak", "Tomáš Dvořák"],
  ["priya", "Priya Raghunathan"],
  ["petra", "Petra Novotná"],
  ["joe.park", "Joe Park"],
  ["joanna", "Joanna Parker"],
  ["darja", "Дарья Соколова"],
  ["dmitri", "Дмитрий Орлов", "Дима"],
  ["ann-marie", "Ann-Marie Öst"],
  ["takeshi", "山田 武", "たけし"],
  ["yuki", "佐藤 雪"],
  ["wei.zhang", "张伟"],
  ["minjun", "김민준"],
  ["yael", "יעל כהן"],
  ["omar", "عمر الفاسي"],
  ["eleni", "Ελένη Παπαδοπούλου"],
  ["orhan", "Orhan Işık"],
  ["zofia", "Zofia Łukasiewicz"],
  ["bjorn", "Bjørn Ødegård"],
  ["jose.garcia", "José García", "Pepe"],
  ["hans.mueller", "Hans Müller"],
  ["mueller.k", "Karin Müller"],
  ["strauss", "Franz Strauß"],
  ["francois", "François Lefèvre"],
  ["noel", "Noël D'Arcy"],
  ["sean.oconnor", "Seán O'Connor"],
  ["ngoc", "Nguyễn Thị Ngọc"],
  ["rb2000", "Ruth Bader", "Ruthie"],
  ["li.na", "Li Na"],
  ["max", "Max Power"],
  ["maxine", "Maxine Cole"],
  ["deploybot", "Deploy Bot"],
];

/** Names in addresses, display names, and how long ago I was there in minutes; nothing for never. */
const channels: [name: string, display: string, ago?: number][] = [
  ["town-square", "Town Square", 1],
  ["off-topic", "Off-Topic", 300],
  ["timetable-core", "Timetable Core", 20],
  ["timetable-winter", "Timetable Winter", 900],
  ["all-hands", "All Hands", 5],
  ["halden-works", "Halden Works", 40],
  ["halden-contracts", "Halden Contracts", 50],
  ["release-notes", "Release Notes", 60],
  ["releases", "Releases", 2_000],
  ["accessibility-and-station-announcements", "Accessibility and Station Announcements", 70],
  ["depot-systems", "Depot Systems", 80],
  ["depot-north", "Depot North", 3_000],
  ["design", "Design", 90],
  ["design-reviews", "Design Reviews", 4_000],
  ["oborudovanie", "Оборудование", 100],
  ["cafe", "Café Tables", 110],
  ["ueberstunden", "Überstunden", 120],
  ["strasse-und-schiene", "Straße und Schiene", 130],
  ["ops-eu", "Ops EU", 140],
  ["ops-us", "Ops US", 6_000],
  ["incident-1042", "Incident 1042", 150],
  ["incident-1043", "Incident 1043", 10],
  ["hr-questions", "HR Questions"],
  ["hiring", "Hiring", 160],
  ["rnd", "R&D", 170],
  ["qa", "QA", 180],
  ["quality-assurance-europe", "Quality Assurance Europe", 5_000],
  ["web-client", "Web Client", 3],
  ["webinars", "Webinars", 7_000],
  ["jinji", "人事部", 190],
  ["shokudo", "食堂メニュー", 200],
  ["gongcheng", "工程部", 210],
  ["hoeui", "회의실", 220],
  ["mitbach", "מטבח", 230],
  ["akhbar", "أخبار", 240],
  ["anakoinoseis", "Ανακοινώσεις", 250],
  ["legacy_migration", "legacy_migration", 260],
  ["2026-planning", "2026 Planning", 270],
  ["2025-planning", "2025 Planning", 9_000],
  ["security", "Security", 280],
  ["secret-santa", "Secret Santa", 290],
  ["music", "Music"],
  ["museum-trip", "Museum Trip"],
];

const NOW = 10_000;
const all: Target[] = [
  ...people.map(
    ([username = "", full = "", nickname = ""]): Target => ({
      key: username,
      kind: "person",
      names: [full, username, nickname].filter((name) => name !== ""),
      at: username === "kofi" ? NOW - 2 : 0,
      isUnread: username === "petra",
    }),
  ),
  ...channels.map(
    ([name, display, ago]): Target => ({
      key: name,
      kind: "channel",
      names: [display, name],
      at: ago === undefined ? 0 : NOW - ago,
      isUnread: name === "halden-works",
    }),
  ),
];
const keysOf = (text: string, most: number, rank = ranker(all)): string[] =>
  rank(text, most).map(({ item }) => item.key);
const first = (text: string): string | undefined => keysOf(text, 10)[0];

/** What somebody types, by what they mean. */
const labelled: Record<string, string[]> = {
  // Starts of names, of whole names, and of later words.
  "town-square": ["town", "town sq", "Town Square", "square", "~town-square", "#town", "ts", "twn"],
  "off-topic": ["off", "off-t", "topic", "ot", "offtopic"],
  "timetable-core": ["timet", "timetable", "timetable c", "core", "tc", "timecore", "~timetable-core"],
  "timetable-winter": ["winter", "tw", "timetable w", "time win"],
  "all-hands": ["all", "hands", "ah", "all hands", "al", "~all"],
  "halden-works": ["hal", "halden", "halden w", "works", "hw", "h w"],
  "halden-contracts": ["halden c", "hc", "contr", "contracts", "~contracts"],
  "release-notes": ["rel", "release", "release n", "notes", "rn"],
  releases: ["releases", "~releases"],
  "accessibility-and-station-announcements": ["station", "aasa", "access", "announ", "accessibility st"],
  "depot-systems": ["depot", "systems", "ds", "#depot", "depot s", "depot sys"],
  "depot-north": ["north", "depot n", "dn"],
  design: ["design", "~des", "des"],
  "design-reviews": ["reviews", "design r", "dr", "design-rev"],
  oborudovanie: ["обор", "Оборудование", "ОБОР", "obor", "#обо"],
  cafe: ["cafe", "café", "CAFÉ", "tables", "caf"],
  ueberstunden: ["uber", "über", "ueber", "stunden", "Überstunden"],
  "strasse-und-schiene": ["strasse", "straße", "schiene", "sus", "STRASSE"],
  "ops-eu": ["ops", "ops eu", "oe", "ops-e"],
  "ops-us": ["ops us", "opsus", "ops u"],
  "incident-1042": ["1042", "incident 1042", "inc 1042"],
  "incident-1043": ["1043", "incident", "inc", "i1043"],
  "hr-questions": ["hr", "questions", "hrq", "hr q"],
  hiring: ["hir", "hiring"],
  rnd: ["r&d", "rnd"],
  qa: ["qa", "~qa"],
  "quality-assurance-europe": ["quality", "assurance", "qae", "quality eur"],
  "web-client": ["web", "client", "wc", "web-c", "webcl"],
  webinars: ["webin", "webinars"],
  jinji: ["人事", "人", "jin"],
  shokudo: ["食堂", "メニュー", "shoku"],
  gongcheng: ["工程", "gong"],
  hoeui: ["회의", "회의실"],
  mitbach: ["מטבח", "מט"],
  akhbar: ["أخبار", "اخبار", "akh"],
  anakoinoseis: ["ανακ", "Ανακοινώσεις", "ανακοινωσεις", "ΑΝΑΚ"],
  legacy_migration: ["legacy", "migration", "lm"],
  "2026-planning": ["2026", "planning", "2026 p"],
  "2025-planning": ["2025"],
  security: ["security", "secu"],
  "secret-santa": ["santa", "secret", "secret s"],
  music: ["music"],
  "museum-trip": ["museum", "trip", "mt"],

  // People by username, by any part of their names, with and without accents.
  anna: ["anna", "@anna", "lindq", "anna l", "@al", "Anna Lindqvist"],
  "anna.berg": ["berg", "anna b", "anna.b", "ab", "@anna.berg"],
  annika: ["annik", "soder", "söderström", "nika", "@annik"],
  kofi: ["kofi", "mensah", "kfi", "km", "@ko"],
  "mj.halden": ["maria", "jose fern", "fernandez", "María", "@hal", "villanueva", "mj"],
  "tomas.dvorak": ["dvorak", "Dvořák", "td", "tomas d", "tomáš", "@dvo"],
  priya: ["priya", "raghu", "pri", "@priya"],
  petra: ["petra", "novotna", "Novotná", "@p", "p"],
  "joe.park": ["joe", "joe p", "jp", "@joe.park"],
  joanna: ["joanna", "parker", "joan"],
  darja: ["дарья", "соколова", "Даря", "darja", "дс"],
  dmitri: ["дмитрий", "дима", "dmit", "орлов"],
  "ann-marie": ["ann-m", "ost", "Öst", "ann marie", "@ann-marie"],
  takeshi: ["山田", "たけし", "take"],
  yuki: ["佐藤", "yuk"],
  "wei.zhang": ["张伟", "zhang", "wei", "张"],
  minjun: ["김민준", "김", "minj"],
  yael: ["יעל", "כהן", "yael"],
  omar: ["عمر", "omar", "الفاسي"],
  eleni: ["ελένη", "ελενη", "eleni", "παπα"],
  orhan: ["orhan", "Işık", "isik"],
  zofia: ["zofia", "Łuk", "lukas", "łukasiewicz"],
  bjorn: ["bjorn", "bjørn", "odegard", "ødeg"],
  "jose.garcia": ["garcia", "pepe", "josé g", "jose.g"],
  "hans.mueller": ["hans", "hans m", "hm"],
  "mueller.k": ["karin", "karin mü", "mueller.k"],
  strauss: ["strauss", "strauß", "franz"],
  francois: ["francois", "françois", "lefevre"],
  noel: ["noel", "noël", "d'arcy", "darcy"],
  "sean.oconnor": ["sean", "o'connor", "oconnor", "Seán"],
  ngoc: ["ngoc", "nguyen", "nguyễn"],
  rb2000: ["ruth", "bader", "ruthie", "rb2"],
  "li.na": ["li na", "li.na"],
  max: ["max", "power", "@max"],
  maxine: ["maxi", "cole", "mc"],
  deploybot: ["deploy", "deploybot", "@dep"],
};
const queries = Object.entries(labelled).flatMap(([meant, texts]) => texts.map((text) => [text, meant]));

test("of 200 queries and more, at least 95 of 100 have what was meant on top", () => {
  expect(queries.length).toBeGreaterThanOrEqual(200);
  const missed = queries.filter(([text = "", meant]) => first(text) !== meant);
  const told = missed.map(([text = "", meant]) => `${text}: ${first(text)}, not ${meant}`);
  expect(missed.length / queries.length, told.join("; ")).toBeLessThanOrEqual(0.05);
});

test("without a word what is unread comes first, then where one was last", () => {
  expect(keysOf("", 4)).toEqual(["halden-works", "petra", "town-square", "kofi"]);
});

test("what does not fit is not there", () => {
  expect(keysOf("zzqx", 10)).toEqual([]);
});

test("what is typed letter by letter, and taken back, finds what it finds at once, in the same order", () => {
  const rank = ranker(all);
  for (const [text = ""] of queries) {
    const letters = [...text];
    for (let count = 0; count <= letters.length; count += 1) {
      const typed = letters.slice(0, count).join("");
      expect(keysOf(typed, 10, rank), typed).toEqual(keysOf(typed, 10));
    }
  }
});

test("of all that fits the best are shown, however few", () => {
  for (const [text = ""] of queries) expect(keysOf(text, 3)).toEqual(keysOf(text, 100).slice(0, 3));
});

test("what is ranked in two lists is what is ranked in one, also without some", () => {
  const [known, strangers] = [all.filter((one) => one.at > 0), all.filter((one) => one.at === 0)];
  const [rankKnown, rankStrangers] = [ranker(known), ranker(strangers)];
  const isWanted = (one: Target): boolean => one.key !== "anna";
  const rank = ranker([...known, ...strangers].filter(isWanted));
  for (const [text = ""] of queries) {
    const both = bestOf([rankKnown(text, 10, isWanted), rankStrangers(text, 10, isWanted)], 10);
    expect(
      both.map((one) => one.key),
      text,
    ).toEqual(keysOf(text, 10, rank));
  }
});

test("what was looked for is marked at the start of a word, else where it stands, accents or not", () => {
  expect(matchIn("Town Square", "sq")).toEqual([5, 7]);
  expect(matchIn("all-hands", "ha")).toEqual([4, 6]);
  expect(matchIn("Déjà vu", "eja")).toEqual([1, 4]);
  expect(matchIn("Straße", "str")).toBeUndefined();
  expect(matchIn("Dispatch", "dh")).toBeUndefined();
});
