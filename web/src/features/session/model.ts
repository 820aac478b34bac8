import type { Config, Preference, Role, User } from "@/api";
import { slice } from "@/lib/slice";

export interface SessionState {
  /** Who is signed in; nothing before the first answer of a first visit. */
  me: User | undefined;
  config: Config;
  /** By `category/name`. */
  preferences: Record<string, Preference>;
  /** By name: what each role may do. */
  roles: Record<string, Role>;
  /** Whether what is seen first is there, as far as it is kept or to be had. Nothing is shown before. */
  isReady: boolean;
  /** Whether the socket stands. */
  isConnected: boolean;
  /** When the connection was lost, for the notice that comes a moment later. */
  lostAt: number;
  /** Whether all has been asked for since events may last have been missed: until then what is kept may be old. */
  isCurrent: boolean;
}

export const session = slice<SessionState>(
  "session",
  {
    me: undefined,
    config: {},
    preferences: {},
    roles: {},
    isReady: false,
    isConnected: false,
    lostAt: 0,
    isCurrent: false,
  },
  { values: ["me", "config", "preferences", "roles"] },
);

export const preferenceKey = (category: string, name: string): string => `${category}/${name}`;

export function preferenceOf(state: SessionState, category: string, name: string): string | undefined {
  return state.preferences[preferenceKey(category, name)]?.value;
}

/** The id of who is signed in. Only to be asked where there is somebody. */
export function myId(): string {
  return session.get().me?.id ?? "";
}

/** Whether one of these roles, names apart by blanks, may do something. */
export function rolesAllow(
  state: Pick<SessionState, "roles">,
  roleNames: string,
  permission: string,
): boolean {
  return roleNames.split(" ").some((name) => state.roles[name]?.permissions.includes(permission));
}

/** Whether I may do something everywhere. What a team or a channel adds is for their features to say. */
export function mayEverywhere(state: SessionState, permission: string): boolean {
  return rolesAllow(state, state.me?.roles ?? "", permission);
}

/** The role of who administers the site. */
export const ADMINISTRATOR = "system_admin";

export function isAdministrator(user: Pick<User, "roles"> | undefined): boolean {
  return user?.roles.split(" ").includes(ADMINISTRATOR) ?? false;
}

export function withPreferences(state: SessionState, changed: Preference[]): Partial<SessionState> {
  const preferences = { ...state.preferences };
  for (const one of changed) preferences[preferenceKey(one.category, one.name)] = one;
  return { preferences };
}

export function withoutPreferences(state: SessionState, gone: Preference[]): Partial<SessionState> {
  const preferences = { ...state.preferences };
  for (const one of gone) delete preferences[preferenceKey(one.category, one.name)];
  return { preferences };
}
