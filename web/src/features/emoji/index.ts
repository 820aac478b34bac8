import { createElement, lazy } from "react";
import { withTexts } from "@/i18n";
import { loadEmoji } from "@/lib/emoji";
import { Later } from "@/ui/boundary/Later";
import type { EmojiPickerProps } from "./EmojiPicker";

export { emojiWishes, noteEmoji, recentEmoji, useRecentEmoji } from "./model";

const load = () => withTexts("reading", import("./EmojiPicker"));
const Picker = lazy(async () => ({ default: (await load()).EmojiPicker }));

/** Loads the picker and its emoji: somebody is about to open it. What fails now is tried again then. */
export function prepareEmojiPicker(): void {
  Promise.all([load(), loadEmoji()]).catch(() => {});
}

/** The emoji picker, on whatever it is asked from. It is loaded when it is first opened, and remembers what was picked. */
export const EmojiPicker = (props: EmojiPickerProps) =>
  createElement(Later, null, createElement<EmojiPickerProps>(Picker, props));
