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

export interface EmojiTable {
  groups: readonly (readonly [EmojiGroup, readonly Emoji[]])[];
  /** What a name stands for, or nothing where the protocol has no such name. */
  sign(name: string): string | undefined;
  /** The emoji of a name, whatever tone the name says. */
  find(name: string): Emoji | undefined;
  /** What fits what is typed, best first. */
  search(text: string, most: number): Emoji[];
}

/** The sign that gives a tone to the one before it. */
export const toneSign = (tone: string): string => String.fromCodePoint(0x1f3fb + TONES.indexOf(tone as Tone));

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
