export { stopTelling, tellTyping, tellTypingThrough } from "./actions";
export { events } from "./events";
export { TypingLine } from "./TypingLine";
