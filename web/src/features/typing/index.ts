export { events } from "./events";
export { TypingLine } from "./TypingLine";
