import type { Channel, User } from "@/api";

/** A text as it is compared: without case and accents. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** How well one of some texts fits: the whole, its beginning, the beginning of a word in it. The first text counts most. */
function rankOf(texts: readonly string[], typed: string): number | undefined {
  let best: number | undefined;
  texts.forEach((text, index) => {
    const folded = fold(text);
    const rank =
      folded === typed
        ? index
        : folded.startsWith(typed)
          ? 10 + index
          : folded.split(/[\s._-]+/).some((word) => word.startsWith(typed))
            ? 20 + index
            : undefined;
    if (rank !== undefined && (best === undefined || rank < best)) best = rank;
  });
  return best;
}

function ranked<Item>(
  items: readonly Item[],
  typed: string,
  textsOf: (item: Item) => readonly string[],
): Item[] {
  const wanted = fold(typed);
  return items
    .flatMap((item) => {
      const texts = textsOf(item);
      const rank = rankOf(texts, wanted);
      return rank === undefined ? [] : [{ item, rank, name: texts[0] ?? "" }];
    })
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name))
    .map(({ item }) => item);
}

/** Whom what is typed may mean, best first: by username, names and nickname. */
export function rankPeople(users: readonly User[], typed: string): User[] {
  return ranked(
    users.filter((user) => user.delete_at === 0),
    typed,
    (user) => [user.username, `${user.first_name} ${user.last_name}`.trim(), user.nickname].filter(Boolean),
  );
}

/** Which channels what is typed may mean, best first. */
export function rankChannels(channels: readonly Channel[], typed: string): Channel[] {
  return ranked(channels, typed, (channel) => [channel.name, channel.display_name]);
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
