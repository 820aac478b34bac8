import { createElement, lazy, Suspense } from "react";
import type { EmojiPickerProps } from "./EmojiPicker";

export { emojiWishes, noteEmoji, useRecentEmoji } from "./model";

const Picker = lazy(async () => ({ default: (await import("./EmojiPicker")).EmojiPicker }));

/** The emoji picker, on whatever it is asked from. It is loaded when it is first opened, and remembers what was picked. */
export const EmojiPicker = (props: EmojiPickerProps) =>
  createElement(Suspense, { fallback: null }, createElement<EmojiPickerProps>(Picker, props));
