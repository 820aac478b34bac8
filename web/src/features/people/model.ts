import type { Config, User } from "@/api";
import { slice } from "@/lib/slice";

export type Presence = "online" | "away" | "dnd" | "offline";

export interface PeopleState {
  users: Record<string, User>;
  /** By user; who is not in here has not been asked for. */
  presence: Record<string, Presence>;
  /** When all who are known were last asked for. */
  checkedAt: number;
}

export const people = slice<PeopleState>(
  "people",
  { users: {}, presence: {}, checkedAt: 0 },
  { values: ["checkedAt"], later: ["users"] },
);

/** What shows of a name: the account's own preference, or else what the server says. */
export type NameFormat = "username" | "nickname_full_name" | "full_name";

export function nameFormat(preference: string | undefined, config: Config): NameFormat {
  const wished = config.LockTeammateNameDisplay === "true" ? undefined : preference;
  const format = wished ?? config.TeammateNameDisplay;
  return format === "full_name" || format === "nickname_full_name" ? format : "username";
}

/** The name under which others see somebody. */
export function displayName(user: User | undefined, format: NameFormat): string {
  if (!user) return "";
  const full = `${user.first_name} ${user.last_name}`.trim();
  if (format === "full_name") return full || user.username;
  if (format === "nickname_full_name") return user.nickname || full || user.username;
  return user.username;
}

export function toPresence(status: string | undefined): Presence {
  return status === "online" || status === "away" || status === "dnd" ? status : "offline";
}

export function withUsers(state: PeopleState, found: User[]): Partial<PeopleState> {
  let { users } = state;
  for (const user of found) {
    const known = users[user.id];
    const next = { ...known, ...user };
    // The same people are told of again and again, and everything that shows a name depends on them.
    if (JSON.stringify(next) === JSON.stringify(known)) continue;
    if (users === state.users) users = { ...users };
    users[user.id] = next;
  }
  return { users };
}
