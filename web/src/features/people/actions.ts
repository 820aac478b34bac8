import { api, type User } from "@/api";
import { readSome } from "@/lib/localStore";
import { afterStart } from "@/lib/start";
import { people, toPresence, withUsers } from "./model";

const AT_ONCE = 100;
const COLLECT_MS = 20;

/**
 * Collects ids for a moment, not before what is seen first is there, then asks for them together. Of those for which that
 * fails it says so.
 */
function collector(
  ask: (ids: string[]) => Promise<void>,
  onFailed: (id: string) => void,
): (ids: Iterable<string>) => Promise<void> {
  let wanted: string[] = [];
  let running: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    await afterStart(() => new Promise((resolve) => setTimeout(resolve, COLLECT_MS)));
    const ids = wanted;
    wanted = [];
    running = undefined;
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE);
      await ask(some).catch(() => {
        for (const id of some) onFailed(id);
      });
    }
  };
  return (ids) => {
    wanted.push(...ids);
    if (wanted.length > 0) running ??= flush();
    return running ?? Promise.resolve();
  };
}

/** Who has been asked for. Ids that nobody knows are not asked for again. */
const asked = new Set<string>();
const askForUsers = collector(
  async (ids) => {
    // The first screen, or the local store, may have brought them meanwhile.
    const unknown = unknownOf(ids);
    if (unknown.length > 0) learn(await api.usersById(unknown));
  },
  (id) => asked.delete(id),
);

function unknownOf(ids: Iterable<string>): string[] {
  const { users } = people.get();
  return [...new Set(ids)].filter((id) => id !== "" && !users[id]);
}

/** Takes note of people that came with some answer. */
export function learn(users: User[]): void {
  people.set((state) => withUsers(state, users));
}

/** Makes sure that these people are known: soon, all together, each once. */
export function needUsers(ids: Iterable<string>): Promise<void> {
  const unknown = unknownOf(ids).filter((id) => !asked.has(id));
  for (const id of unknown) asked.add(id);
  return askForUsers(unknown);
}

/** Takes these people out of the local store before all others that it has. */
export function recallUsers(ids: Iterable<string>): Promise<void> {
  return readSome(people.name, "users", unknownOf(ids));
}

/** Asks for people at once: those of the first screen, of which there are no more than one call takes. */
export async function loadUsers(ids: Iterable<string>): Promise<void> {
  const unknown = unknownOf(ids).slice(0, AT_ONCE);
  if (unknown.length > 0) learn(await api.usersById(unknown));
}

/** When each was last asked for: of others' coming and going the server says nothing by itself. */
const askedAt = new Map<string, number>();
const FRESH_MS = 60_000;

/** Makes sure that it is known, as of a minute ago at most, whether these people are there. */
export async function needPresence(ids: Iterable<string>): Promise<void> {
  const now = Date.now();
  const old = [...ids].filter((id) => id !== "" && now - (askedAt.get(id) ?? 0) >= FRESH_MS);
  for (const id of old) askedAt.set(id, now);
  await askForPresence(old);
}

const askForPresence = collector(
  async (ids) => {
    const statuses = await api.statuses(ids);
    people.set((state) => ({
      presence: {
        ...state.presence,
        ...Object.fromEntries(statuses.map((one) => [one.user_id, toPresence(one.status)])),
      },
    }));
  },
  (id) => askedAt.delete(id),
);

/** Whose presence shows, and how often. */
const shown = new Map<string, number>();

/** Says that somebody's presence shows, until what it gives is called. */
export function showPresence(id: string): () => void {
  shown.set(id, (shown.get(id) ?? 0) + 1);
  void needPresence([id]);
  return () => {
    const left = (shown.get(id) ?? 1) - 1;
    if (left > 0) shown.set(id, left);
    else shown.delete(id);
  };
}

/** Asks anew for all whose presence shows. */
export function refreshPresence(): Promise<void> {
  askedAt.clear();
  return needPresence(shown.keys());
}

/** Clocks differ; so much before its own time a page asks for what has changed. */
const DOUBT_MS = 86_400_000;

/** Asks for those of all who are known that have changed since that was last asked: names, pictures, roles. */
export async function refreshUsers(): Promise<void> {
  const { users, checkedAt } = people.get();
  const now = Date.now();
  const ids = Object.keys(users);
  const since = Math.max(0, checkedAt - DOUBT_MS);
  for (let at = 0; at < ids.length; at += AT_ONCE)
    learn(await api.usersById(ids.slice(at, at + AT_ONCE), since));
  people.set({ checkedAt: now });
}
