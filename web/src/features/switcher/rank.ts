import { fold } from "@/lib/fold";

/** What the switcher can go to. */
export interface Target {
  key: string;
  kind: "channel" | "person";
  /** Everything it is called, what shows first. */
  names: string[];
  /** When I was last there, as milliseconds; 0 for never. */
  at: number;
  isUnread: boolean;
}

/** What is looked for, and among which kind: `@` people, `~` and `#` channels. */
export function read(text: string): { term: string; kind: Target["kind"] | undefined } {
  const sign = text.trimStart()[0] ?? "";
  if (sign === "@") return { term: fold(text.trimStart().slice(1).trim()), kind: "person" };
  if (sign === "~" || sign === "#") return { term: fold(text.trimStart().slice(1).trim()), kind: "channel" };
  return { term: fold(text.trim()), kind: undefined };
}

function isSubsequence(term: string, name: string): boolean {
  let at = 0;
  for (const letter of term) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const folded = new WeakMap<readonly string[], string[]>();

/** Names as they are compared: folded once, however many letters are typed. */
function foldedNames(names: readonly string[]): string[] {
  const known = folded.get(names) ?? names.map(fold);
  folded.set(names, known);
  return known;
}

/** How well a name fits: the whole, its start, the start of a word, initials, anywhere, letters in order; 0 for not. */
function closeness(term: string, name: string): number {
  // Most names have not even the letters, which is soon said.
  if (!/\s/.test(term) && !isSubsequence(term, name)) return 0;
  if (name === term) return 100;
  if (name.startsWith(term)) return 80;
  const words = name.split(/[\s._\-/]+/);
  if (words.some((word) => word.startsWith(term))) return 65;
  const initials = words.map((word) => word[0] ?? "").join("");
  if (term.length > 1 && initials.startsWith(term)) return 55;
  const parts = term.split(/\s+/);
  if (parts.length > 1 && parts.every((part) => words.some((word) => word.startsWith(part)))) return 60;
  if (name.includes(term)) return 40;
  return term.length > 1 && isSubsequence(term.replace(/\s+/g, ""), name) ? 15 : 0;
}

/** Where in a name a term stands: at the start of a word, or else anywhere. */
export function matchIn(name: string, term: string): [from: number, to: number] | undefined {
  const folded = fold(name);
  // Where a letter became two, places in the one are not those in the other.
  if (term === "" || folded.length !== name.length) return undefined;
  const words = [...folded.matchAll(/[^\s._\-/]+/g)].map((word) => word.index);
  const at = words.find((word) => folded.startsWith(term, word)) ?? folded.indexOf(term);
  return at < 0 ? undefined : [at, at + term.length];
}

/** The targets that fit, best first; without a term what is unread, then where I was last. */
export function rank<Item extends Target>(targets: readonly Item[], text: string, most: number): Item[] {
  const { term, kind } = read(text);
  const latest = Math.max(1, ...targets.map((one) => one.at));
  const scored = targets.flatMap((target) => {
    if (kind !== undefined && target.kind !== kind) return [];
    const lately = target.at / latest;
    if (term === "") return [{ target, score: (target.isUnread ? 2 : 0) + lately }];
    // A name that does not show first counts a little less.
    const names = foldedNames(target.names);
    const best = Math.max(...names.map((name, at) => closeness(term, name) - (at > 0 ? 3 : 0)));
    if (best <= 0) return [];
    return [{ target, score: best + (target.isUnread ? 8 : 0) + lately * 6 + (target.at > 0 ? 4 : 0) }];
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map((one) => one.target);
}
