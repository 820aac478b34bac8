import { api, type User } from "@/api";
import { people, toPresence, withUsers } from "./model";

const AT_ONCE = 100;
const COLLECT_MS = 20;

/** Collects ids for a moment, then asks for them together. Ids that nobody knows are not asked for again. */
function collector(ask: (ids: string[]) => Promise<void>): (ids: Iterable<string>) => Promise<void> {
  const asked = new Set<string>();
  let wanted: string[] = [];
  let running: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, COLLECT_MS));
    const ids = wanted;
    wanted = [];
    running = undefined;
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE);
      await ask(some).catch(() => {
        for (const id of some) asked.delete(id);
      });
    }
  };
  return (ids) => {
    for (const id of ids) {
      if (id === "" || asked.has(id)) continue;
      asked.add(id);
      wanted.push(id);
    }
    if (wanted.length > 0) running ??= flush();
    return running ?? Promise.resolve();
  };
}

const askForUsers = collector(async (ids) => learn(await api.usersById(ids)));
const askForPresence = collector(async (ids) => {
  const statuses = await api.statuses(ids);
  people.set((state) => ({
    presence: {
      ...state.presence,
      ...Object.fromEntries(statuses.map((one) => [one.user_id, toPresence(one.status)])),
    },
  }));
});

/** Takes note of people that came with some answer. */
export function learn(users: User[]): void {
  people.set((state) => withUsers(state, users));
}

/** Makes sure that these people are known: soon, all together, each once. */
export function needUsers(ids: Iterable<string>): Promise<void> {
  const { users } = people.get();
  return askForUsers([...ids].filter((id) => !users[id]));
}

/** Makes sure that it is known whether these people are there. */
export function needPresence(ids: Iterable<string>): Promise<void> {
  return askForPresence(ids);
}

/** Asks anew for all whose presence shows: it may have changed unheard. */
export async function refreshPresence(): Promise<void> {
  const ids = Object.keys(people.get().presence);
  for (let at = 0; at < ids.length; at += AT_ONCE * 2) {
    const statuses = await api.statuses(ids.slice(at, at + AT_ONCE * 2));
    people.set((state) => ({
      presence: {
        ...state.presence,
        ...Object.fromEntries(statuses.map((one) => [one.user_id, toPresence(one.status)])),
      },
    }));
  }
}
