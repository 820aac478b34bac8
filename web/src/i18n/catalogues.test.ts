import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";

const folder = import.meta.dirname;
const areas = readdirSync(join(folder, "en"));

function read(language: string, area: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, language, area), "utf8"));
}

/** The names of a compiled message's arguments, those inside plural branches too, and of its elements. */
function names(text: string): string[] {
  const found = new Set<string>();
  const walk = (token: unknown): void => {
    if (typeof token === "string") {
      for (const tag of token.matchAll(/<(\w+)>/g)) found.add(`<${tag[1]}>`);
    } else if (Array.isArray(token)) {
      if (typeof token[0] === "string") found.add(token[0]);
      for (const branch of Object.values(token[2] ?? {})) {
        if (Array.isArray(branch)) branch.forEach(walk);
        else walk(branch);
      }
    }
  };
  const compiled = compileMessage(text);
  if (Array.isArray(compiled)) compiled.forEach(walk);
  else walk(compiled);
  return [...found].sort();
}

test.each(areas)("German says all of %s, with the same arguments", (area) => {
  const english = read("en", area);
  const german = read("de", area);
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  for (const [id, text] of Object.entries(english)) {
    expect(id.startsWith(`${area.replace(".json", "")}.`), id).toBe(true);
    expect(names(german[id] ?? ""), id).toEqual(names(text));
  }
});
