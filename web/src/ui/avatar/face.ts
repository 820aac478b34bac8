/** Whether someone is there, as the protocol says it. */
export type Presence = "online" | "away" | "dnd" | "offline";

const HUES = 12;
const single = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The hue of a person, always the same for the same id: one of twelve. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return 15 + 30 * (hash % HUES);
}

/**
 * One or two characters for a name: the first of its first and last word, or one alone where a character is a word.
 */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Emoji}]+/u, ""))
    .filter((word) => word !== "");
  const first = [...(words[0] ?? "")][0];
  if (first === undefined) return "?";
  if (single.test(first)) return first;
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
