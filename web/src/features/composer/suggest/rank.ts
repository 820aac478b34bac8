import type { Channel, User } from "@/api";
import { fold } from "@/lib/fold";

/** A person or a channel, with its texts as they are compared. */
interface Entry<Item> {
  item: Item;
  texts: string[];
  /** All of them, for a first look. */
  all: string;
}

const folded = new WeakMap<object, string[]>();

/** Folded once, however many letters are typed. */
function foldedTexts<Item extends object>(item: Item, textsOf: (item: Item) => readonly string[]): string[] {
  const known = folded.get(item) ?? textsOf(item).map(fold);
  folded.set(item, known);
  return known;
}

const SEPARATORS = " ._-";

/** How well one of some texts fits: the whole, its beginning, the beginning of a word in it. The first text counts most. */
function rankOf(texts: readonly string[], typed: string): number {
  let rank = Number.POSITIVE_INFINITY;
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index] ?? "";
    let at = text.indexOf(typed);
    if (at === 0) rank = Math.min(rank, index + (text.length === typed.length ? 0 : 10));
    while (at > 0 && !SEPARATORS.includes(text.charAt(at - 1))) at = text.indexOf(typed, at + 1);
    if (at > 0) rank = Math.min(rank, index + 20);
  }
  return rank;
}

/** Equals are in the order of their names, which have no accents by now. */
function byName({ texts: [one = ""] }: Entry<unknown>, { texts: [other = ""] }: Entry<unknown>): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Which of some what is typed may mean, of those that are `wanted`, best first. */
export type Ranking<Item> = (typed: string, most: number, wanted?: (item: Item) => boolean) => Item[];

/** Ranks while somebody types: what fits more letters has fitted fewer, and nothing else is looked at again. */
function ranking<Item extends object>(
  items: readonly Item[],
  textsOf: (item: Item) => readonly string[],
): Ranking<Item> {
  const entries = items.map((item): Entry<Item> => {
    const texts = foldedTexts(item, textsOf);
    return { item, texts, all: texts.join("\n") };
  });
  let last = { term: "", fitting: entries.sort(byName) };

  return (typed, most, wanted = () => true) => {
    const term = fold(typed);
    const fitting: Entry<Item>[] = [];
    const found: { item: Item; rank: number }[] = [];
    for (const entry of term.startsWith(last.term) ? last.fitting : entries) {
      // Most have it nowhere.
      const rank = entry.all.includes(term) ? rankOf(entry.texts, term) : Number.POSITIVE_INFINITY;
      if (rank === Number.POSITIVE_INFINITY) continue;
      fitting.push(entry);
      if (found.length >= most && rank >= (found.at(-1)?.rank ?? 0)) continue;
      if (!wanted(entry.item)) continue;
      const place = found.findIndex((one) => rank < one.rank);
      found.splice(place < 0 ? found.length : place, 0, { item: entry.item, rank });
      found.length = Math.min(found.length, most);
    }
    last = { term, fitting };
    return found.map(({ item }) => item);
  };
}

const namesOf = (user: User): string[] =>
  [user.username, `${user.first_name} ${user.last_name}`.trim(), user.nickname].filter(Boolean);

/** Ranks people by username, names and nickname. */
export function rankingOfPeople(users: readonly User[]): Ranking<User> {
  return ranking(
    users.filter((user) => user.delete_at === 0),
    namesOf,
  );
}

/** Makes somebody's names ready to be compared. */
export function foldNames(user: User): void {
  foldedTexts(user, namesOf);
}

/** Ranks channels by both of their names. */
export function rankingOfChannels(channels: readonly Channel[]): Ranking<Channel> {
  return ranking(channels, (channel) => [channel.name, channel.display_name]);
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
