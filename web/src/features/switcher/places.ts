import type { Channel, User } from "@/api";
import { displayName, type NameFormat, nameFormatNow, people } from "@/features/people";
import { inPortions } from "@/lib/portions";
import { makeReady, type Ranker, ranker, type Target } from "./rank";

/** Where the switcher can go: a conversation, or somebody with whom there is none yet. */
export interface Place extends Target {
  channel?: Channel;
  user?: string;
  mentions: number;
  /** A public channel that I am not in. */
  isNew: boolean;
}

const named = new WeakMap<User, { format: NameFormat; names: string[] }>();

/** All that somebody is called, what shows first: the same list as long as they are the same. */
export function namesOf(user: User, format: NameFormat): string[] {
  const known = named.get(user);
  if (known?.format === format) return known.names;
  const all = [
    displayName(user, format),
    user.username,
    `${user.first_name} ${user.last_name}`.trim(),
    user.nickname,
  ];
  const names = all.filter((name) => name !== "");
  named.set(user, { format, names });
  return names;
}

const strangers = new WeakMap<readonly string[], Place>();

/** Somebody with whom there is no conversation: the same place as long as they have the same names. */
function strangerOf(user: User, format: NameFormat): Place {
  const names = namesOf(user, format);
  let known = strangers.get(names);
  if (!known) {
    const rest = { at: 0, isUnread: false, mentions: 0, isNew: false };
    known = { key: user.id, kind: "person", names, user: user.id, ...rest };
    strangers.set(names, known);
  }
  return known;
}

let ranked: { users: Record<string, User>; format: NameFormat; rank: Ranker<Place> } | undefined;

/** Ranks all who are known: the same ranker as long as they are the same, whatever happens in channels. */
export function rankerOfPeople(users: Record<string, User>, format: NameFormat): Ranker<Place> {
  if (ranked?.users !== users || ranked.format !== format) {
    const active = Object.values(users).filter((user) => user.delete_at === 0);
    ranked = { users, format, rank: ranker(active.map((user) => strangerOf(user, format))) };
  }
  return ranked.rank;
}

/** Makes ready all who are known, some at a time, so that the first letter that is typed does not wait for it. */
export async function prepareNames(): Promise<void> {
  await inPortions(Object.values(people.get().users), (user) => {
    makeReady(namesOf(user, nameFormatNow()));
    strangerOf(user, nameFormatNow());
  });
  rankerOfPeople(people.get().users, nameFormatNow());
}
