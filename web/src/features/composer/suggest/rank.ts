import type { Channel, User } from "@/api";
import { best } from "@/lib/best";
import { fold } from "@/lib/fold";
import { byScore, type Folded, folding, narrowing } from "@/lib/ranking";

const SEPARATORS = " ._-";
/** The scores of what is called exactly so, and of what begins so. */
const WHOLE = 20;
const BEGINNING = 10;

/** How well one of some texts fits: the whole, its beginning, the beginning of a word in it. The first text counts most. */
function scoreOf(texts: readonly string[], typed: string): number | undefined {
  let score: number | undefined;
  const take = (one: number): void => {
    score = Math.max(score ?? one, one);
  };
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index] ?? "";
    let at = text.indexOf(typed);
    if (at === 0) take((text.length === typed.length ? WHOLE : BEGINNING) - index);
    while (at > 0 && !SEPARATORS.includes(text.charAt(at - 1))) at = text.indexOf(typed, at + 1);
    if (at > 0) take(-index);
  }
  return score;
}

/** Which of some what is typed may mean, of those that are `wanted`, best first. */
export type Ranker<Item> = (typed: string, most: number, wanted?: (item: Item) => boolean) => Item[];

/** Ranks things by their texts. Equals are in the order of their first ones, which have no accents by now. */
function rankerOf<Item>(items: readonly Item[], foldedOf: (item: Item) => Folded): Ranker<Item> {
  const entries = items.map((item) => ({ item, ...foldedOf(item) }));
  entries.sort(({ texts: [one = ""] }, { texts: [other = ""] }) => (one < other ? -1 : one > other ? 1 : 0));
  const rank = narrowing(
    entries,
    // Most have it nowhere.
    ({ texts, all }, term: string) => (all.includes(term) ? scoreOf(texts, term) : undefined),
    (term, before) => term.startsWith(before),
    (score) => score >= BEGINNING,
  );
  return (typed, most, wanted = () => true) => {
    const term = fold(typed);
    const found = rank(term, most, ({ item }) => wanted(item));
    // Another text that is exactly so counts more than a first one that begins so, wherever it is.
    for (const item of entries) {
      if (item.texts.includes(term, 1) && wanted(item.item) && !found.some((one) => one.item === item))
        found.push({ item, score: scoreOf(item.texts, term) ?? 0 });
    }
    return best(found, most, byScore).map(({ item: { item } }) => item);
  };
}

/** The names of somebody as they are compared. */
export const foldedNames = folding(({ username, first_name, last_name, nickname }: User) =>
  [username, `${first_name} ${last_name}`.trim(), nickname].filter(Boolean),
);

const foldedNamesOfChannel = folding(({ name, display_name }: Channel) => [name, display_name]);

/** Ranks people by username, names and nickname. */
export function rankerOfPeople(users: readonly User[]): Ranker<User> {
  return rankerOf(
    users.filter((user) => user.delete_at === 0),
    foldedNames,
  );
}

/** Ranks channels by both of their names. */
export function rankerOfChannels(channels: readonly Channel[]): Ranker<Channel> {
  return rankerOf(channels, foldedNamesOfChannel);
}

/**
 * A list that is shown, after more has come: whatever stands at the cursor or before it stays where it is, the rest
 * follows in its new order.
 */
export function mergedUnderCursor<Item extends { key: string }>(
  shown: readonly Item[],
  came: readonly Item[],
  active: number,
): Item[] {
  // Before anybody has moved there is no place to keep but the first.
  const kept = shown.slice(0, active + 1).filter((one) => came.some(({ key }) => key === one.key));
  const rest = came.filter((one) => !kept.some(({ key }) => key === one.key));
  return [...kept.map((one) => came.find(({ key }) => key === one.key) ?? one), ...rest];
}
