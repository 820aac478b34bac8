export { type Emoji, type EmojiGroup, type EmojiTable, nameIn, signIn, TONES, type Tone } from "./emoji";
export { emojiTable, loadEmoji, useEmoji } from "./load";
