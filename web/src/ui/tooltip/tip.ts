/** What the one tooltip of the app reads from the thing under the pointer or with the focus. */
export interface TipAttributes {
  "data-tip": string;
  "data-tip-keys"?: string;
}

/** Attributes that give an element a hint: `<button {...tip("Reply", "R")}>`. They cost nothing until it is shown. */
export function tip(text: string, keys?: string): TipAttributes {
  return keys === undefined ? { "data-tip": text } : { "data-tip": text, "data-tip-keys": keys };
}
