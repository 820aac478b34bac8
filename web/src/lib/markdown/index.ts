export { excerpt } from "./excerpt";
export { plainText } from "./inline";
export { parse } from "./parse";
export type * from "./tree";
