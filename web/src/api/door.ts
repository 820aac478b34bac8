import { get, send } from "./client";
import type { Config, Team, User } from "./types";

/** What is known before a session: enough for the pages at the door. */
export const door = {
  config: () => get<Config>("/config/client", { format: "old" }),
  signIn: (login: { login_id: string; password: string; token?: string }) =>
    send<User>("POST", "/users/login", login),
  signOut: () => send("POST", "/users/logout", undefined, {}, { keepalive: true }),
  signUp: (
    user: { email: string; username: string; password: string; locale: string },
    invitation: { iid?: string; t?: string },
  ) => send<User>("POST", "/users", user, invitation),
  invitedTo: (inviteId: string) =>
    get<Pick<Team, "id" | "name" | "display_name" | "description">>(`/teams/invite/${inviteId}`),
};
