/** How long a status holds, as the protocol names it; empty for as long as it is not cleared. */
export const durations = ["", "thirty_minutes", "one_hour", "four_hours", "today", "this_week"] as const;
export type Duration = (typeof durations)[number];

export function toDuration(text: string): Duration {
  return durations.find((one) => one === text) ?? "";
}

const MINUTE_MS = 60_000;
const MINUTES: Partial<Record<Duration, number>> = { thirty_minutes: 30, one_hour: 60, four_hours: 240 };

/** The last moment of a day, some days from another, where the reader is. */
function endOfDay(now: Date, later: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + later, 23, 59, 59, 999);
}

/** When something ends that is set now; nothing where it does not. A week ends with its Sunday. */
export function endOf(duration: Duration, now: Date): Date | undefined {
  const minutes = MINUTES[duration];
  if (minutes !== undefined) return new Date(now.getTime() + minutes * MINUTE_MS);
  if (duration === "today") return endOfDay(now, 0);
  if (duration === "this_week") return endOfDay(now, (7 - now.getDay()) % 7);
  return undefined;
}

/** What somebody may say of themselves without thinking of words: an emoji, and how long it mostly holds. */
export const suggestions = [
  { id: "meeting", emoji: "calendar", duration: "one_hour" },
  { id: "lunch", emoji: "hamburger", duration: "thirty_minutes" },
  { id: "ill", emoji: "face_with_thermometer", duration: "today" },
  { id: "home", emoji: "house", duration: "today" },
  { id: "holiday", emoji: "palm_tree", duration: "this_week" },
] as const satisfies readonly { id: string; emoji: string; duration: Duration }[];

/** How long one may ask not to be disturbed. */
export const quietTimes = ["half", "hour", "two", "tomorrow", "open"] as const;
export type QuietTime = (typeof quietTimes)[number];

const QUIET_MINUTES: Partial<Record<QuietTime, number>> = { half: 30, hour: 60, two: 120 };
/** When the day after begins for who is not disturbed until then. */
const MORNING_HOUR = 9;

/** When a time without disturbance ends; nothing where it does not. */
export function endOfQuiet(time: QuietTime, now: Date): Date | undefined {
  const minutes = QUIET_MINUTES[time];
  if (minutes !== undefined) return new Date(now.getTime() + minutes * MINUTE_MS);
  if (time === "open") return undefined;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
}
