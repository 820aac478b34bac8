import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contrast, fromOklch, type Linear } from "../theme/colour";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

type Palette = Map<string, Linear>;

/** The colours that a rule gives to its tokens, by day (0) or at night (1). */
function named(selector: string, half: 0 | 1): Palette {
  const start = css.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const rule = css.slice(start, css.indexOf("}", start));
  const found: Palette = new Map();
  for (const [, name = "", values = ""] of rule.matchAll(/--([\w-]+): light-dark\((oklch.*)\);/g)) {
    const colour = [...values.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)][half];
    if (colour) found.set(name, fromOklch(Number(colour[1]), Number(colour[2]), Number(colour[3])));
  }
  return found;
}

/** The same with the colours of counts, which are those of red where a rule does not say otherwise. */
function palette(selector: string, half: 0 | 1): Palette {
  const found = named(selector, half);
  const [red, ink] = [found.get("red"), found.get("on-red")];
  return red && ink ? new Map([...found, ["badge-bg", red], ["badge-ink", ink]]) : found;
}

const usual = ':root,\n[data-theme="light"],\n[data-theme="dark"]';
const high = '[data-theme="contrast-light"],\n[data-theme="contrast-dark"]';
const day = palette(usual, 0);
const onDeep = palette('[data-table="deep"] [data-ground="table"]', 0);
/** On the deep cloth the colours of counts stand in for the red. */
function deep(): Palette {
  const red = onDeep.get("badge-bg") ?? [0, 0, 0];
  const ink = onDeep.get("badge-ink") ?? [0, 0, 0];
  return new Map([...day, ...palette('[data-table="deep"]', 0), ["badge-bg", red], ["badge-ink", ink]]);
}
const themes = {
  light: day,
  dark: palette(usual, 1),
  "contrast-light": palette(high, 0),
  "contrast-dark": palette(high, 1),
  deep: deep(),
};

/** Text, what it stands on, and the least contrast: usual, and in high contrast. */
const pairs: readonly (readonly [string, string, number, number])[] = [
  ["ink", "sheet sunk hover raised lift band tint lamp lamp2 blush ok-tint", 4.5, 7],
  ["ink2", "sheet sunk hover raised lift band tint lamp blush", 4.5, 7],
  ["ink3", "sheet sunk hover raised lift band tint lamp blush", 4.5, 7],
  ["accent", "sheet sunk hover raised lift lamp", 4.5, 7],
  ["tint-ink", "tint", 4.5, 7],
  ["lamp-ink", "lamp lamp2", 4.5, 7],
  ["on-fill", "fill fill2", 4.5, 7],
  ["on-red", "red red2", 4.5, 7],
  ["signal", "sheet hover raised lift blush", 4.5, 7],
  ["ok", "sheet hover raised ok-tint", 4.5, 7],
  ["c-key", "sunk", 4.5, 7],
  ["c-str", "sunk", 4.5, 7],
  ["c-num", "sunk", 4.5, 7],
  ["c-fn", "sunk", 4.5, 7],
  ["c-type", "sunk", 4.5, 7],
  ["c-com", "sunk", 4.5, 7],
  ["t-text", "table rail t-hover t-on", 4.5, 7],
  ["t-strong", "table rail t-hover t-on", 4.5, 7],
  ["t-mute", "table rail t-hover t-on", 4.5, 7],
  ["table", "t-strong", 4.5, 7],
  ["sheet", "ink accent", 4.5, 7],
  ["edge", "sheet raised", 3, 4.5],
  ["focus", "sheet sunk hover raised lift tint lamp", 3, 4.5],
  ["fill", "sheet raised", 3, 4.5],
  ["red", "sheet hover raised", 3, 4.5],
  ["badge-bg", "t-on table", 3, 4.5],
  ["badge-ink", "badge-bg", 4.5, 7],
  ["leaf", "sheet raised", 3, 4.5],
  ["lamp-mark", "sheet raised lamp", 3, 4.5],
  ["accent-line", "sheet raised", 3, 4.5],
  ["red-line", "sheet raised", 3, 4.5],
];

test.each(Object.entries(themes))("everything can be read in %s", (theme, colours) => {
  const weak = pairs.flatMap(([text, grounds, usualLeast, highLeast]) =>
    grounds.split(" ").flatMap((ground) => {
      const [one, other] = [colours.get(text), colours.get(ground)];
      const least = theme.startsWith("contrast") ? highLeast : usualLeast;
      const ratio = one && other ? contrast(one, other) : 0;
      return ratio < least ? [`${text} on ${ground}: ${ratio.toFixed(2)}`] : [];
    }),
  );
  expect(weak).toEqual([]);
});

test.each(Object.entries(themes))("initials can be read in every hue in %s", (theme) => {
  const [ground, text]: [[number, number], [number, number]] = theme.endsWith("dark")
    ? [
        [0.385, 0.055],
        [0.925, 0.045],
      ]
    : [
        [0.885, 0.055],
        [0.37, 0.085],
      ];
  for (let hue = 15; hue < 360; hue += 30) {
    expect(contrast(fromOklch(...ground, hue), fromOklch(...text, hue))).toBeGreaterThanOrEqual(4.5);
  }
});

test("every colour can be shown on every screen", () => {
  for (const [theme, colours] of Object.entries(themes)) {
    for (const [name, colour] of colours) {
      for (const part of colour) {
        expect(part, `${theme} ${name}`).toBeGreaterThan(-0.0015);
        expect(part, `${theme} ${name}`).toBeLessThan(1.0015);
      }
    }
  }
});

test("the system's wish for contrast gives the same values as the theme", () => {
  const values = (selector: string) => {
    const start = css.lastIndexOf(`${selector} {`);
    return [...css.slice(start, css.indexOf("}", start)).matchAll(/(--[\w-]+): (light-dark.*|0 0.*);/g)].map(
      (match) => match[0],
    );
  };
  expect(values("  html:not([data-theme])")).toEqual(values(high));
});
