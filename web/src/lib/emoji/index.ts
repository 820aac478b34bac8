export { emojiTable, loadEmoji, useEmoji } from "./load";
export {
  type Emoji,
  type EmojiGroup,
  type EmojiTable,
  nameIn,
  readTable,
  signIn,
  TONES,
  type Tone,
} from "./table";
