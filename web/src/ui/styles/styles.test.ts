import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "../..");
const sheets = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".css"))
  .map((name) => ({ name, css: readFileSync(join(source, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "") }));

function faults(pattern: RegExp, exceptIn: readonly string[] = []): string[] {
  return sheets
    .filter(({ name }) => !exceptIn.includes(name))
    .flatMap(({ name, css }) => [...css.matchAll(pattern)].map((match) => `${name}: ${match[0].trim()}`));
}

test("sides follow the direction of the text", () => {
  const physical =
    /(?<![-\w])(?:margin|padding|border)-(?:left|right)\b|(?<![-\w])(?:left|right|float|text-align):\s*(?:left|right|-?\d)[^;]*/g;
  // What is placed by measuring is placed in the window's own coordinates.
  expect(faults(physical, ["ui/popover/popover.css"])).toEqual([]);
});

test("a colour has a name", () => {
  expect(faults(/(?<!&)#[0-9a-f]{3,8}\b(?=[^{]*[;}])/gi, ["ui/styles/tokens.css"])).toEqual([]);
});

test("nothing comes from another host", () => {
  expect(faults(/url\(\s*["']?(?:https?:)?\/\/[^)]*|@import\s+["'](?:https?:)?\/\/[^"']*/g)).toEqual([]);
});

test("only opacity and transform move", () => {
  const moves = faults(/transition(?:-property)?:[^;}]*/g).filter(
    (fault) =>
      !/transition: (?:(?:opacity|transform) var\(--\w+\) var\(--[\w-]+\),? ?)+$|transition: none !important$/.test(
        fault,
      ),
  );
  expect(moves).toEqual([]);
});

test("the classes of the design system begin with ui-, so that nobody else's do by accident", () => {
  const own = sheets.filter(({ name }) => name.startsWith("ui/") && !/^ui\/(?:styles|gallery)\//.test(name));
  const foreign = own.flatMap(({ name, css }) =>
    [...css.matchAll(/\.([a-z][\w-]*)(?=[^;{}]*\{)/g)]
      .map((match) => match[1] ?? "")
      .filter((found) => !found.startsWith("ui-") && !["mute"].includes(found))
      .map((found) => `${name}: .${found}`),
  );
  expect(foreign).toEqual([]);
});
