import { api } from "@/api";
import { displayName, learn, nameOf, people, useNameFormat } from "@/features/people";
import { currentLanguage, translate } from "@/i18n";

const MOST = 3;

/** `Anna, Bob and 4 others`: a few names, in the way of the language. */
export function listNames(names: readonly string[]): string {
  const list = new Intl.ListFormat(currentLanguage(), { type: "conjunction" });
  if (names.length <= MOST) return list.format(names);
  return list.format([
    ...names.slice(0, MOST - 1),
    translate("messages.others", { count: names.length - MOST + 1 }),
  ]);
}

/** What stands for a user who is not known yet: of an id nothing can be read, a username is one. */
const orWord = (name: string, id: string): string => name || (id.length === 26 ? "…" : id);

/** Names of users, by id. */
export function useNames(ids: readonly string[]): string[] {
  const format = useNameFormat();
  const users = people.use((state) => state.users);
  return ids.map((id) => orWord(displayName(users[id], format), id));
}

/** The same outside components, for a moment. */
export const namesOf = (ids: readonly string[]): string[] => ids.map((id) => orWord(nameOf(id), id));

const asked = new Set<string>();
let wanted: string[] = [];

/** Asks for people that a text names and nobody has met yet; each once, all of a moment together. */
export function needUsernames(name: string): void {
  if (asked.has(name) || !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) return;
  asked.add(name);
  wanted.push(name);
  if (wanted.length > 1) return;
  setTimeout(() => {
    const names = wanted;
    wanted = [];
    // A name that can't be asked for stays text.
    api.usersByName(names).then(learn, () => {});
  }, 50);
}
