/** The tones of skin, lightest first, as the protocol names them. */
export const TONES = ["light", "medium_light", "medium", "medium_dark", "dark"] as const;
export type Tone = (typeof TONES)[number];

export const GROUPS = [
  "smileys",
  "people",
  "nature",
  "food",
  "travel",
  "activities",
  "objects",
  "symbols",
  "flags",
] as const;
export type EmojiGroup = (typeof GROUPS)[number];

/** One emoji that the protocol names. */
export interface Emoji {
  sign: string;
  /** The name that is written into texts. */
  name: string;
  /** All its names, without tones. */
  names: readonly string[];
  /** More words that find it. */
  words: string;
  takesTone: boolean;
}

interface Entry extends Emoji {
  /** `1` where it takes one tone, then how its sign is put together with two. */
  tones: string;
}

export interface EmojiTable {
  groups: readonly (readonly [EmojiGroup, readonly Emoji[]])[];
  /** What a name stands for, or nothing where the protocol has no such name. */
  sign(name: string): string | undefined;
  /** The emoji of a name, whatever tone the name says. */
  find(name: string): Emoji | undefined;
  /** What fits what is typed, best first. */
  search(text: string, most: number): Emoji[];
}

const isGroup = (name: string): name is EmojiGroup => GROUPS.some((group) => group === name);
const toneSign = (tone: string): string => String.fromCodePoint(0x1f3fb + TONES.indexOf(tone as Tone));
const toned = new RegExp(`_(${TONES.toReversed().join("|")})_skin_tone`, "g");

/** The name of an emoji in a tone. */
export function nameIn(emoji: Emoji, tone: Tone | undefined): string {
  return tone && emoji.takesTone ? `${emoji.name}_${tone}_skin_tone` : emoji.name;
}

/** The sign of an emoji in a tone. */
export function signIn(emoji: Emoji, tone: Tone | undefined): string {
  if (!tone || !emoji.takesTone) return emoji.sign;
  const [first = "", ...rest] = emoji.sign;
  return first + toneSign(tone) + (rest[0] === "\ufe0f" ? rest.slice(1) : rest).join("");
}

/** Reads the table that `virtual:emoji` holds. */
export function readTable(text: string): EmojiTable {
  const groups: [EmojiGroup, Entry[]][] = [];
  const byName = new Map<string, Entry>();
  let into: Entry[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("#") && !line.includes("\t")) {
      into = [];
      const group = line.slice(1);
      if (isGroup(group)) groups.push([group, into]);
      continue;
    }
    const [sign = "", names = "", words = "", tones = ""] = line.split("\t");
    const all = names.split(" ");
    const entry = { sign, name: all[0] ?? "", names: all, words, tones, takesTone: tones.startsWith("1") };
    into.push(entry);
    for (const name of all) byName.set(name, entry);
  }

  function split(name: string): [Entry | undefined, string[]] {
    const plain = byName.get(name);
    if (plain) return [plain, []];
    const tones = [...name.matchAll(toned)].map((match) => match[1] ?? "");
    const entry = tones.length > 0 ? byName.get(name.replace(toned, "")) : undefined;
    return entry?.tones ? [entry, tones] : [undefined, []];
  }

  return {
    groups,
    sign: (name) => {
      const [entry, [first, second]] = split(name);
      if (!entry || first === undefined) return entry?.sign;
      if (second === undefined) return entry.takesTone ? signIn(entry, first as Tone) : undefined;
      const pair = entry.tones.replace(/^1/, "");
      return pair ? pair.replace("A", toneSign(first)).replace("B", toneSign(second)) : undefined;
    },
    find: (name) => split(name)[0],
    search: (typed, most) => search(groups, typed, most),
  };
}

/** How well an emoji fits: a name, the beginning of one, of a word in one, anywhere in one, words. */
function rank(emoji: Emoji, text: string): number {
  let best = 9;
  for (const name of emoji.names) {
    if (name === text) return 0;
    if (name.startsWith(text)) best = Math.min(best, 1);
    else if (name.includes(`_${text}`) || name.includes(`-${text}`)) best = Math.min(best, 2);
    else if (name.includes(text)) best = Math.min(best, 3);
  }
  if (best < 9) return best;
  const words = ` ${emoji.names.join(" ")} ${emoji.words}`.replaceAll(/[_-]/g, " ");
  return text.split("_").every((word) => words.includes(` ${word}`)) ? 4 : best;
}

function search(groups: readonly (readonly [EmojiGroup, Entry[]])[], typed: string, most: number): Emoji[] {
  const text = typed.trim().toLowerCase().replace(/\s+/g, "_");
  if (text === "") return [];
  const found: { emoji: Emoji; at: number }[] = [];
  for (const [, emoji] of groups) {
    for (const one of emoji) {
      const at = rank(one, text);
      if (at < 9) found.push({ emoji: one, at });
    }
  }
  // Sorting is stable: among equals the order of the groups stays.
  return found
    .sort((a, b) => a.at - b.at)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}
