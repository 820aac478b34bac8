import type { Channel, User } from "@/api";
import { best } from "@/lib/best";
import { fold } from "@/lib/fold";

const folded = new WeakMap<object, string[]>();

/** The texts of a person or a channel as they are compared: folded once, however many letters are typed. */
function foldedTexts<Item extends object>(item: Item, textsOf: (item: Item) => readonly string[]): string[] {
  const known = folded.get(item) ?? textsOf(item).map(fold);
  folded.set(item, known);
  return known;
}

/** How well one of some texts fits: the whole, its beginning, the beginning of a word in it. The first text counts most. */
function rankOf(texts: readonly string[], typed: string): number {
  let rank = Number.POSITIVE_INFINITY;
  texts.forEach((text, index) => {
    // Most have it nowhere.
    if (!text.includes(typed)) return;
    if (text === typed) rank = Math.min(rank, index);
    else if (text.startsWith(typed)) rank = Math.min(rank, 10 + index);
    else if (text.split(/[\s._-]+/).some((word) => word.startsWith(typed))) rank = Math.min(rank, 20 + index);
  });
  return rank;
}

function ranked<Item extends object>(
  items: readonly Item[],
  typed: string,
  most: number,
  textsOf: (item: Item) => readonly string[],
): Item[] {
  const wanted = fold(typed);
  const fitting: { item: Item; rank: number; name: string }[] = [];
  for (const item of items) {
    const texts = foldedTexts(item, textsOf);
    const rank = rankOf(texts, wanted);
    if (rank < Number.POSITIVE_INFINITY) fitting.push({ item, rank, name: texts[0] ?? "" });
  }
  const compare = (a: (typeof fitting)[number], b: (typeof fitting)[number]): number =>
    a.rank - b.rank || a.name.localeCompare(b.name);
  return best(fitting, most, compare).map(({ item }) => item);
}

/** Whom what is typed may mean, best first: by username, names and nickname. */
export function rankPeople(users: readonly User[], typed: string, most: number): User[] {
  return ranked(
    users.filter((user) => user.delete_at === 0),
    typed,
    most,
    (user) => [user.username, `${user.first_name} ${user.last_name}`.trim(), user.nickname].filter(Boolean),
  );
}

/** Which channels what is typed may mean, best first. */
export function rankChannels(channels: readonly Channel[], typed: string, most: number): Channel[] {
  return ranked(channels, typed, most, (channel) => [channel.name, channel.display_name]);
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
