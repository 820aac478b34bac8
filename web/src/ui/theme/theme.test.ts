import { expect, test } from "vitest";
import { lookOf, show, usualAppearance } from "./appearance";
import { contrast, fromHex, fromOklch, readable, toHex } from "./colour";
import {
  hardPairs,
  isDark,
  mended,
  type OfficialTheme,
  officialColours,
  parseTheme,
  tokensOf,
} from "./official";

const grey: OfficialTheme = {
  ...(Object.fromEntries(officialColours.map((name) => [name, "#777777"])) as OfficialTheme),
  sidebarBg: "#14213e",
  sidebarText: "#ffffff",
  sidebarUnreadText: "#ffffff",
  centerChannelBg: "#ffffff",
  centerChannelColor: "#3f4350",
  linkColor: "#386fe5",
  buttonBg: "#1c58d9",
  buttonColor: "#ffffff",
  errorTextColor: "#d24b4e",
  mentionBg: "#ffffff",
  mentionColor: "#1e325c",
  mentionHighlightBg: "#ffd470",
  mentionHighlightLink: "#1b1d22",
};

test("contrast is that of the standard", () => {
  expect(contrast([0, 0, 0], [1, 1, 1])).toBeCloseTo(21);
  const [text, ground] = [fromHex("#767676"), fromHex("#fff")];
  expect(text && ground && contrast(text, ground)).toBeCloseTo(4.54, 2);
  expect(toHex(fromOklch(0.42, 0.076, 176))).toBe("#075a4b");
});

test("the nearest tone that can be read is found in both directions", () => {
  for (const [tone, ground] of [
    ["#999999", "#ffffff"],
    ["#555555", "#101010"],
  ]) {
    const [a, b] = [fromHex(tone ?? ""), fromHex(ground ?? "")];
    if (!a || !b) throw new Error("not a colour");
    expect(contrast(readable(a, [b], 4.5), b)).toBeGreaterThanOrEqual(4.5);
  }
});

test("a theme of another client is read, its old spellings too, and a fault is named", () => {
  expect(parseTheme(JSON.stringify(grey))).toEqual(grey);
  const { mentionBg, sidebarTeamBarBg, ...rest } = grey;
  expect(
    parseTheme(JSON.stringify({ ...rest, mentionBj: mentionBg, sidebarHeaderBg: sidebarTeamBarBg })),
  ).toEqual(grey);
  expect(parseTheme("nothing")).toEqual({ wrong: "json" });
  expect(parseTheme(JSON.stringify({ ...grey, linkColor: "red;}" }))).toEqual({ wrong: "linkColor" });
});

test("what is hard to read is named with a better tone, and mending leaves nothing", () => {
  const hard = hardPairs(grey);
  expect(hard.map((pair) => pair.colour)).toEqual(["errorTextColor"]);
  expect(hardPairs(mended(grey))).toEqual([]);
});

test("the text of an imported theme can be read on all its papers", () => {
  const tokens = tokensOf(mended(grey));
  const colour = (name: string) => fromHex(tokens[name] ?? "") ?? [0, 0, 0];
  for (const ink of ["--ink", "--ink2", "--ink3"]) {
    for (const paper of ["--sheet", "--raised", "--lift"]) {
      expect(contrast(colour(ink), colour(paper)), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(isDark(grey)).toBe(false);
});

test("a look leaves nothing of the last one behind", () => {
  const root = document.createElement("html");
  show({ ...usualAppearance, theme: "own", own: grey, density: "compact", textSize: 18 }, root);
  expect(root.dataset).toMatchObject({ theme: "light", density: "compact" });
  expect(root.style.getPropertyValue("--sheet")).toBe("#ffffff");
  show(usualAppearance, root);
  expect(root.attributes.length === 0 || root.getAttribute("style") === "").toBe(true);
  expect(lookOf(usualAppearance)).toEqual({ attributes: {}, properties: {} });
});
