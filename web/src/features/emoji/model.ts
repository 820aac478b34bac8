import { myId, preferenceOf, type SessionState, savePreferences, session } from "@/features/session";
import type { Tone } from "@/lib/emoji";
import { slice } from "@/lib/slice";

export interface EmojiState {
  /** The tone of skin that new emoji get; empty for none. */
  tone: Tone | "";
}

export const emojiWishes = slice<EmojiState>("emoji", { tone: "" }, { values: ["tone"] });

/** How often an emoji has been used, in the shape in which the protocol's clients share it. */
interface Use {
  name: string;
  usageCount: number;
}

const CATEGORY = "recent_emojis";
const KEPT = 27;
/** For who has used none yet. */
const USUAL = ["+1", "tada", "eyes", "heart", "pray", "white_check_mark"];

function isUse(one: unknown): one is Use {
  return typeof one === "object" && one !== null && "name" in one && typeof one.name === "string";
}

/** Reads what an account has used, the latest last. What another client wrote otherwise counts as nothing. */
export function readUses(value: string | undefined): Use[] {
  try {
    const read: unknown = JSON.parse(value ?? "[]");
    return Array.isArray(read)
      ? read.filter(isUse).map(({ name, usageCount }) => ({ name, usageCount: Number(usageCount) || 1 }))
      : [];
  } catch {
    return [];
  }
}

export function withUse(uses: Use[], name: string): Use[] {
  const count = uses.find((one) => one.name === name)?.usageCount ?? 0;
  return [...uses.filter((one) => one.name !== name), { name, usageCount: count + 1 }].slice(-KEPT);
}

/** The emoji that were used last, latest first, filled up with the usual ones. */
export function recentNames(uses: Use[], most: number): string[] {
  const used = uses.map(({ name }) => name).reverse();
  return [...used, ...USUAL.filter((name) => !used.includes(name))].slice(0, most);
}

const usesOf = (state: SessionState): string | undefined => preferenceOf(state, CATEGORY, state.me?.id ?? "");

/** Names of emoji for quick use, latest first; never fewer than `most`, as long as that is no more than six. */
export function useRecentEmoji(most: number): string[] {
  return recentNames(readUses(session.use(usesOf)), most);
}

/** The same for a moment. */
export function recentEmoji(most: number): string[] {
  return recentNames(readUses(usesOf(session.get())), most);
}

/** Remembers that an emoji was used, on all devices of the account. */
export function noteEmoji(name: string): void {
  const value = JSON.stringify(withUse(readUses(usesOf(session.get())), name));
  // If that fails, it is not remembered, which is no reason to disturb anybody.
  savePreferences([{ category: CATEGORY, name: myId(), value }]).catch(() => {});
}
