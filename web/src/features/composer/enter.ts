import { isInFence } from "./code";

/** How an account wishes Enter to be. */
export interface EnterRules {
  /** Only Ctrl+Enter sends, and Enter is a new line. */
  ctrlSends: boolean;
  /** Inside a fence of code Enter is a new line. */
  fenceHolds: boolean;
}

/** What of a press of Enter decides. A KeyboardEvent is one. */
interface EnterPress {
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** 229 where a browser has ended the composition before it tells of the key that did it. */
  keyCode: number;
}

/** What Enter does at a place of a text. An Enter that ends a composition chooses characters and does nothing else. */
export function enterDoes(
  press: EnterPress,
  text: string,
  at: number,
  rules: EnterRules,
): "send" | "line" | "nothing" {
  if (press.isComposing || press.keyCode === 229) return "nothing";
  if (press.ctrlKey || press.metaKey) return "send";
  if (press.shiftKey || press.altKey || rules.ctrlSends) return "line";
  return rules.fenceHolds && isInFence(text, at) ? "line" : "send";
}
