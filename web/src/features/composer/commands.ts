import { ApiError } from "@/api";

/** Whether a text is said to the server and not to the channel. */
export function isCommand(text: string): boolean {
  return /^\/[^\s/]/.test(text);
}

/** Commands about parts of other clients that this one does not have. */
const ELSEWHERE: ReadonlySet<string> = new Set(["search", "marketplace", "collapse", "expand", "logout"]);

/** Whether a command does something in this client. */
export function isForUs(trigger: string): boolean {
  return !ELSEWHERE.has(trigger);
}

/** Whether a command was refused because nothing is called so. */
export function isUnknownCommand(error: unknown): boolean {
  return error instanceof ApiError && error.id === "api.command.execute_command.not_found.app_error";
}
