import { best } from "@/lib/best";
import { fold } from "@/lib/fold";
import { byScore, folding, narrowing, type Scored } from "@/lib/ranking";

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

/** What is looked for, made ready once for all names. */
interface Query {
  term: string;
  kind: Target["kind"] | undefined;
  /** Its words, which may stand in any order. */
  parts: string[];
  letters: string;
  /** Whether it may be the start of a single word. */
  isWord: boolean;
}

const SEPARATOR = /[\s._\-/]/;
/** The same, but for blanks that folding has made plain ones: a look at one letter is quicker so. */
const SEPARATORS = " ._-/";

function queryOf(text: string): Query {
  const { term, kind } = read(text);
  return {
    term,
    kind,
    parts: term.split(/\s+/),
    letters: term.replace(/\s+/g, ""),
    isWord: !SEPARATOR.test(term),
  };
}

function isSubsequence(letters: string, name: string): boolean {
  let at = 0;
  for (let index = 0; index < letters.length; index += 1) {
    at = name.indexOf(letters.charAt(index), at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const foldedNames = folding((names: readonly string[]) => names);

/** The first letters of the words of each name, by the list of folded ones. */
const initials = new WeakMap<readonly string[], string[]>();

function initialsIn(names: readonly string[]): string[] {
  const known = initials.get(names) ?? names.map(initialsOf);
  initials.set(names, known);
  return known;
}

/** Makes names ready to be compared. */
export function makeReady(names: readonly string[]): void {
  initialsIn(foldedNames(names).texts);
}

const startsWord = (name: string, at: number): boolean =>
  at === 0 || SEPARATORS.includes(name.charAt(at - 1));

function initialsOf(name: string): string {
  return name
    .split(SEPARATOR)
    .map((word) => word.charAt(0))
    .join("");
}

/**
 * How well a name fits: the whole, its start, the start of a word, all words of what is typed, initials, anywhere, letters
 * in order. 0 for not, and for not better than `enough`, which for most names is soon said.
 */
function closeness(
  { term, parts, letters, isWord }: Query,
  name: string,
  initials: string,
  enough: number,
): number {
  if (name === term) return 100;
  if (enough >= 80) return 0;
  if (name.startsWith(term)) return 80;
  if (enough >= 65) return 0;
  const first = name.indexOf(term);
  for (let at = first; isWord && at >= 0; at = name.indexOf(term, at + 1))
    if (startsWord(name, at)) return 65;
  if (enough >= 60) return 0;
  if (parts.length > 1 && parts.every((part) => name.includes(part))) {
    const words = name.split(SEPARATOR);
    if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 60;
  }
  if (enough >= 55) return 0;
  if (term.length > 1 && initials.startsWith(term)) return 55;
  if (enough >= 40) return 0;
  if (first >= 0) return 40;
  return enough < 15 && term.length > 1 && isSubsequence(letters, name) ? 15 : 0;
}

/** How well the best of somebody's names fits. One that does not show first counts a little less. */
function closest(query: Query, list: readonly string[]): number {
  const { texts: names, all } = foldedNames(list);
  // Most have not even the letters.
  if (query.parts.length === 1 && !isSubsequence(query.letters, all)) return 0;
  const initials = initialsIn(names);
  let most = 0;
  for (let at = 0; at < names.length; at += 1) {
    const less = at > 0 ? 3 : 0;
    most = Math.max(most, closeness(query, names[at] ?? "", initials[at] ?? "", most + less) - less);
  }
  return most;
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

/** Which of some targets fit what is typed, of those that are `wanted`, best first. */
export type Ranker<Item> = (text: string, most: number, wanted?: (target: Item) => boolean) => Scored<Item>[];

/** Ranks some targets; without a term what is unread is first, then where I was last. */
export function ranker<Item extends Target>(targets: readonly Item[]): Ranker<Item> {
  const latest = targets.reduce((at, one) => Math.max(at, one.at), 1);

  function scoreOf(target: Item, query: Query): number | undefined {
    if (query.kind !== undefined && target.kind !== query.kind) return undefined;
    const lately = target.at / latest;
    if (query.term === "") return (target.isUnread ? 2 : 0) + lately;
    const close = closest(query, target.names);
    if (close <= 0) return undefined;
    return close + (target.isUnread ? 8 : 0) + lately * 6 + (target.at > 0 ? 4 : 0);
  }

  const rank = narrowing(
    targets,
    scoreOf,
    (query, before) => query.term.startsWith(before.term) && (before.kind ?? query.kind) === query.kind,
  );
  return (text, most, wanted) => rank(queryOf(text), most, wanted);
}

/** The best of what several rankers have found. Of equals those of the first stand first. */
export function bestOf<Item>(lists: readonly Scored<Item>[][], most: number): Item[] {
  return best(lists.flat(), most, byScore).map(({ item }) => item);
}
