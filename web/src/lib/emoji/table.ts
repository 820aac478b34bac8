import {
  type Emoji,
  type EmojiGroup,
  type EmojiTable,
  GROUPS,
  signIn,
  TONES,
  type Tone,
  toneSign,
} from "./emoji";

interface Entry extends Emoji {
  /** `1` where it takes one tone, then how its sign is put together with two. */
  tones: string;
}

const isGroup = (name: string): name is EmojiGroup => GROUPS.some((group) => group === name);
const toned = new RegExp(`_(${TONES.toReversed().join("|")})_skin_tone`, "g");

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
