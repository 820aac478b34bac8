import type { User } from "@/api";

/** Where somebody's clock is; nothing where they have not said so. */
export function zoneOf(user: User): string | undefined {
  const { timezone } = user;
  if (!timezone) return undefined;
  const isAutomatic = String(timezone.useAutomaticTimezone) === "true";
  return (isAutomatic ? timezone.automaticTimezone : timezone.manualTimezone) || undefined;
}

/** Minutes by which a zone is ahead of universal time at a moment. Throws where the zone is not known here. */
export function offsetOf(zone: string | undefined, at: number): number {
  const parts = new Intl.DateTimeFormat("en", {
    ...(zone === undefined ? {} : { timeZone: zone }),
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  if (!sign) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** What somebody's clock is to mine: how many minutes ahead, or nothing where it is not known. */
export function minutesAhead(user: User, at: number): number | undefined {
  const zone = zoneOf(user);
  if (zone === undefined) return undefined;
  try {
    return offsetOf(zone, at) - offsetOf(undefined, at);
  } catch {
    return undefined;
  }
}
