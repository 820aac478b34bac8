import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "virtual:emoji";
import { expect, test } from "vitest";
import { nameIn, signIn, TONES } from "./emoji";
import { readTable } from "./table";

const table = readTable(text);
/** The names that a server takes for a reaction. */
const served = new Set(
  readFileSync(join(import.meta.dirname, "../../../../crates/wire/src/emoji_names.txt"), "utf8")
    .trim()
    .split("\n"),
);

test("every name of the server has its sign, but the one that is no character", () => {
  expect([...served].filter((name) => table.sign(name) === undefined)).toEqual(["mattermost"]);
});

test("whatever is offered, in whatever tone, is a name that the server takes", () => {
  const offered = table.groups.flatMap(([, emoji]) =>
    emoji.flatMap((one) => [...one.names, ...TONES.map((tone) => nameIn(one, tone))]),
  );
  expect(offered.length).toBeGreaterThan(3000);
  expect(offered.filter((name) => !served.has(name))).toEqual([]);
});

test("tones stand after the person, also where a profession follows", () => {
  expect(table.sign("+1_dark_skin_tone")).toBe("👍🏿");
  expect(table.sign("thumbsup_dark_skin_tone")).toBe("👍🏿");
  expect(table.sign("female-astronaut_medium_light_skin_tone")).toBe("👩🏼‍🚀");
  expect(table.sign("couple_light_skin_tone_medium_dark_skin_tone")).toBe("👩🏻‍🤝‍👨🏾");
  expect(table.sign("smile_dark_skin_tone")).toBeUndefined();
  const wave = table.find("wave_dark_skin_tone");
  expect(wave && signIn(wave, "medium")).toBe("👋🏽");
});

test("whole names come first, then beginnings, then words inside", () => {
  const names = (typed: string) => table.search(typed, 5).map(({ name }) => name);
  expect(names("smile")[0]).toBe("smile");
  expect(names("thum")).toContain("+1");
  expect(table.search("thumbsup", 1)[0]?.sign).toBe("👍");
  expect(names("wav hand")).toContain("wave");
  expect(names("wav zebra")).toEqual([]);
  expect(names("party popper")).toContain("tada");
});
