import { basePath } from "./base";

/** Patterns of every page, relative to the site's base path. They are the protocol's official ones where it has them. */
export const patterns = {
  root: "/",
  signUp: "/signup_user_complete",
  selectTeam: "/select_team",
  createTeam: "/create_team",
  settings: "/_settings/:section?",
  admin: "/admin_console/*?",
  redirect: "/_redirect/pl/:post",
  channel: "/:team/channels/:channel/:post?",
  messages: "/:team/messages/:name/:post?",
  permalink: "/:team/pl/:post",
  threads: "/:team/threads/:thread?",
  saved: "/:team/saved",
  drafts: "/:team/drafts",
  team: "/:team",
  others: "/:team/*",
} as const;

const part = encodeURIComponent;

/** Addresses of pages, relative to the base path, as links and `navigate` take them. */
export const addresses = {
  root: "/",
  login: "/login",
  signUp: "/signup_user_complete",
  selectTeam: "/select_team",
  createTeam: "/create_team",
  welcome: "/_setup",
  settings: (section?: string) => (section ? `/_settings/${part(section)}` : "/_settings"),
  admin: (section?: string) => (section ? `/admin_console/${section}` : "/admin_console"),
  channel: (team: string, channel: string) => `/${part(team)}/channels/${part(channel)}`,
  direct: (team: string, username: string) => `/${part(team)}/messages/@${part(username)}`,
  group: (team: string, channel: string) => `/${part(team)}/messages/${part(channel)}`,
  permalink: (team: string, post: string) => `/${part(team)}/pl/${part(post)}`,
  threads: (team: string, thread?: string) => `/${part(team)}/threads${thread ? `/${part(thread)}` : ""}`,
  saved: (team: string) => `/${part(team)}/saved`,
  drafts: (team: string) => `/${part(team)}/drafts`,
  team: (team: string) => `/${part(team)}`,
} as const;

/** First parts of addresses that no team may be called. */
export const reservedNames: ReadonlySet<string> = new Set([
  "admin_console",
  "api",
  "claim",
  "create_team",
  "do_verify_email",
  "error",
  "files",
  "help",
  "hooks",
  "landing",
  "login",
  "mfa",
  "oauth",
  "plug",
  "plugins",
  "reset_password",
  "reset_password_complete",
  "select_team",
  "should_verify_email",
  "signup_user_complete",
  "static",
  "terms_of_service",
]);

/** The address of a page as others can open it: with host and base path. */
export function absoluteAddress(address: string): string {
  return `${location.origin}${basePath}${address}`;
}
