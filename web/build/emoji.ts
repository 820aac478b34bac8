import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const ID = "virtual:emoji";
/** What the protocol's names cover: servers refuse reactions with anything newer. */
const NEWEST = 13;
/** Names of the data set that the protocol does not have. */
const UNKNOWN = new Set(["women-with-bunny-ears-partying", "men-with-bunny-ears-partying"]);
/** Emoji whose tones are younger than the protocol's names. */
const TONELESS = new Set(["handshake", "couplekiss", "couple_with_heart"]);
/** In which order the groups are offered. */
const GROUPS: readonly (readonly [name: string, categories: readonly string[]])[] = [
  ["smileys", ["Smileys & Emotion"]],
  ["people", ["People & Body"]],
  ["nature", ["Animals & Nature"]],
  ["food", ["Food & Drink"]],
  ["travel", ["Travel & Places"]],
  ["activities", ["Activities"]],
  ["objects", ["Objects"]],
  ["symbols", ["Symbols"]],
  ["flags", ["Flags"]],
  ["tones", ["Component"]],
];

interface Datum {
  name: string;
  unified: string;
  short_names: string[];
  category: string;
  sort_order: number;
  added_in: string;
  skin_variations?: Record<string, { unified: string }>;
}

const sign = (unified: string): string =>
  String.fromCodePoint(...unified.split("-").map((code) => Number.parseInt(code, 16)));

/** `1` where one tone after the first sign is a tone for the whole; then the signs with `A` and `B` for two tones. */
function tones({ unified, short_names, skin_variations: variations = {} }: Datum): string {
  if (TONELESS.has(short_names[0] ?? "")) return "";
  const [first = "", ...rest] = unified.split("-");
  const simple = [first, "1F3FB", ...(rest[0] === "FE0F" ? rest.slice(1) : rest)].join("-");
  const two = variations["1F3FB-1F3FC"]?.unified.split("-") ?? [];
  const pattern = two.map((code) => (code === "1F3FB" ? "A" : code === "1F3FC" ? "B" : sign(code)));
  return [variations["1F3FB"]?.unified === simple ? "1" : "", ...pattern].join("");
}

/**
 * `virtual:emoji`: every emoji that the protocol names, as one text. A line `#group` begins a group; other lines are the
 * sign, its names, the words of its description that are in no name, and its tones, apart by tabs.
 */
export function emoji(): Plugin {
  return {
    name: "wardroom-emoji",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: (id) => (id === `\0${ID}` ? `export const text = ${JSON.stringify(table())};` : undefined),
  };
}

function table(): string {
  const data: Datum[] = createRequire(import.meta.url)("emoji-datasource/emoji.json");
  const aliases: Record<string, string[]> = JSON.parse(
    readFileSync(new URL("./emojiAliases.json", import.meta.url), "utf8"),
  );
  const lines: string[] = [];
  for (const [group, categories] of GROUPS) {
    lines.push(`#${group}`);
    const some = data
      .filter((one) => categories.includes(one.category) && Number(one.added_in) <= NEWEST)
      .sort((a, b) => a.sort_order - b.sort_order);
    for (const one of some) {
      const [first = ""] = one.short_names;
      const names = [...one.short_names, ...(aliases[first] ?? [])].filter((name) => !UNKNOWN.has(name));
      const told = new Set(names.flatMap((name) => name.split(/[_-]/)));
      const words = one.name
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter((word) => word.length > 2 && !told.has(word));
      lines.push([sign(one.unified), names.join(" "), [...new Set(words)].join(" "), tones(one)].join("\t"));
    }
  }
  return lines.join("\n");
}
