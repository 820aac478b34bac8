import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { directional, iconNames } from "./names";

const sprite = readFileSync(join(import.meta.dirname, "icons.svg"), "utf8");

test("the names are the symbols of the sprite", () => {
  const symbols = [...sprite.matchAll(/<symbol id="([\w-]+)" viewBox="0 0 20 20">/g)].map(
    (match) => match[1],
  );
  expect(symbols).toEqual([...iconNames]);
});

test("the sprite loads nothing and styles nothing", () => {
  expect(sprite.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
    /https?:|style=|<script|url\(/,
  );
});

test("what turns around in right-to-left text is in the sprite", () => {
  for (const name of directional) expect(iconNames).toContain(name);
});
