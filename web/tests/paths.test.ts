import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../src");

/** What begins as a path on this site does. */
const PATH = /["'`]\/[\w$]|basePath\}\/\w/;
/** Where commands are written, which begin so and are none. */
const COMMANDS = "features/composer/";

test("paths stand in the tables of pages, files and calls alone", () => {
  const found = ["app", "features", "i18n", "sync", "ui"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
      .map((name) => `${folder}/${name}`)
      .filter((name) => !name.startsWith(COMMANDS))
      .flatMap((name) =>
        readFileSync(join(root, name), "utf8")
          .split("\n")
          .filter((line) => PATH.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line))
          .map((line) => `${name}: ${line.trim()}`),
      ),
  );
  expect(found).toEqual([]);
});
