import type { User } from "@/api";

/** What somebody says of themselves, until a time. */
export interface CustomStatus {
  /** The emoji's name; empty for none. */
  emoji: string;
  text: string;
  /** How long it was set for, as the protocol names it; empty for as long as it is not cleared. */
  duration: string;
  /** When it ends, as a date; not set where it does not. */
  expires_at?: string;
}

function read(text: unknown): unknown {
  try {
    return typeof text === "string" && text !== "" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function toStatus(value: unknown): CustomStatus | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const field = (name: string): string => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === "string" ? found : "";
  };
  const status = { emoji: field("emoji"), text: field("text"), duration: field("duration") };
  if (status.emoji === "" && status.text === "") return undefined;
  const end = Date.parse(field("expires_at"));
  // The protocol writes the year 1 where there is no end.
  return end > 0 ? { ...status, expires_at: field("expires_at") } : status;
}

/** What somebody says of themselves at a moment; nothing once its time is over. */
export function customStatusOf(user: User | undefined, now: number): CustomStatus | undefined {
  const status = toStatus(read(user?.props?.customStatus));
  return status?.expires_at !== undefined && Date.parse(status.expires_at) <= now ? undefined : status;
}

/** What somebody has said of themselves before, the latest first. */
export function recentStatusesOf(user: User | undefined): CustomStatus[] {
  const found = read(user?.props?.recentCustomStatuses);
  return Array.isArray(found) ? found.flatMap((one) => toStatus(one) ?? []) : [];
}
