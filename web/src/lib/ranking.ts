import { putAmong } from "./best";
import { fold } from "./fold";

/** The texts by which something is looked for, as they are compared. */
export interface Folded {
  texts: string[];
  /** All of them, for a first look. */
  all: string;
}

/** Gives the texts of things as they are compared: folded once for each thing, however many letters are typed. */
export function folding<Item extends object>(
  textsOf: (item: Item) => readonly string[],
): (item: Item) => Folded {
  const known = new WeakMap<Item, Folded>();
  return (item) => {
    let folded = known.get(item);
    if (!folded) {
      const texts = textsOf(item).map(fold);
      folded = { texts, all: texts.join("\n") };
      known.set(item, folded);
    }
    return folded;
  };
}

/** Something that fits what is looked for, and how well. */
export interface Scored<Item> {
  item: Item;
  score: number;
}

export const byScore = (one: Scored<unknown>, other: Scored<unknown>): number => other.score - one.score;

/** Which of some things fit what is looked for, of those that are `wanted`, best first. Equals are in their order. */
export type Ranking<Query, Item> = (
  query: Query,
  most: number,
  wanted?: (item: Item) => boolean,
) => Scored<Item>[];

/**
 * Ranks things while somebody types: what fits more letters has fitted fewer, and nothing else is looked at again where a
 * query `isNarrower` than the one before. `scoreOf` says how well a thing fits; not at all is `undefined`. Nothing after the
 * last of the best is looked at where its score `isEnough`: none that follow would be better.
 */
export function narrowing<Query, Item>(
  items: readonly Item[],
  scoreOf: (item: Item, query: Query) => number | undefined,
  isNarrower: (query: Query, before: Query) => boolean,
  isEnough: (score: number) => boolean = () => false,
): Ranking<Query, Item> {
  let last: { query: Query; fitting: readonly Item[] } | undefined;
  return (query, most, wanted = () => true) => {
    const among = last && isNarrower(query, last.query) ? last.fitting : items;
    const fitting: Item[] = [];
    const found: Scored<Item>[] = [];
    for (const [at, item] of among.entries()) {
      const least =
        found.length >= most ? (found.at(-1)?.score ?? Number.POSITIVE_INFINITY) : Number.NEGATIVE_INFINITY;
      if (isEnough(least)) {
        last = { query, fitting: fitting.concat(among.slice(at)) };
        return found;
      }
      const score = scoreOf(item, query);
      if (score === undefined) continue;
      fitting.push(item);
      // Of thousands most are not among the best, and need no place.
      if (score > least && wanted(item)) putAmong(found, { item, score }, most, byScore);
    }
    last = { query, fitting };
    return found;
  };
}
