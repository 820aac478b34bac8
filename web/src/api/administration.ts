import { get, type Query, send } from "./client";
import type { User } from "./types";

/** The configuration as administrators see it: sections of keys, secrets hidden. */
export type Configuration = Record<string, unknown>;

/** What administrators call, apart from the calls of the daily loop so that only their chunk carries it. */
export const administration = {
  configuration: () => get<Configuration>("/config"),
  /** Only what differs from the defaults. */
  changedConfiguration: () => get<Configuration>("/config", { remove_defaults: true }),
  /** The keys that the environment decides, as `true` in the same nesting. */
  environment: () => get<Configuration>("/config/environment"),
  patchConfiguration: (patch: Configuration) => send<Configuration>("PUT", "/config/patch", patch),

  users: (query: Query) => get<User[]>("/users", query),
  searchUsers: (search: { term: string; allow_inactive: boolean; role?: string; limit: number }) =>
    send<User[]>("POST", "/users/search", search),
  userCount: () => get<{ total_users_count: number }>("/users/stats"),
  setRoles: (user: string, roles: string) => send("PUT", `/users/${user}/roles`, { roles }),
  setActive: (user: string, active: boolean) => send("PUT", `/users/${user}/active`, { active }),
  endSessions: (user: string) => send("POST", `/users/${user}/sessions/revoke/all`),
};
