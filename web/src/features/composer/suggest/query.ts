import { isInCode } from "../code";

export type SuggestionKind = "person" | "channel" | "emoji" | "command";

/** What is being typed that something can complete. */
export interface SuggestionQuery {
  kind: SuggestionKind;
  /** Without the sign that begins it. */
  typed: string;
  /** What a suggestion takes the place of. */
  from: number;
  to: number;
}

const BEGINNINGS: readonly (readonly [SuggestionKind, RegExp])[] = [
  ["person", /(?:^|[\s(*_~"'>/])@([\p{L}\p{N}._-]*)$/u],
  ["channel", /(?:^|[\s(*_"'>/])~([\p{L}\p{N}_-]*)$/u],
  ["emoji", /(?:^|[\s(*_~"'>]):([a-z0-9+_-]{2,})$/i],
];

/** What the text before the caret asks for, if anything. Code asks for nothing. */
export function queryAt(text: string, caret: number): SuggestionQuery | undefined {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command) return { kind: "command", typed: command[1] ?? "", from: 0, to: caret };
  for (const [kind, pattern] of BEGINNINGS) {
    const typed = pattern.exec(before)?.[1];
    if (typed === undefined) continue;
    if (isInCode(text, caret)) return undefined;
    return { kind, typed, from: caret - typed.length - 1, to: caret };
  }
  return undefined;
}

/** The command whose arguments are being typed. */
export function commandBegun(text: string): string | undefined {
  return /^\/([\w-]+)\s/.exec(text)?.[1]?.toLowerCase();
}
