/** A day as `2026-11-28`, without any zone: the same day everywhere. */
export type Day = string;

const DAY_MS = 86_400_000;

function dateOf(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

function dayOf(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

export function addDays(day: Day, count: number): Day {
  return dayOf(new Date(dateOf(day).getTime() + count * DAY_MS));
}

/** The same day of another month, or its last if it is shorter. */
export function addMonths(day: Day, count: number): Day {
  const date = dateOf(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), length));
  return dayOf(first);
}

/** Today where the reader is. */
export function today(now = new Date()): Day {
  return dayOf(new Date(now.getTime() - now.getTimezoneOffset() * 60_000));
}

/** Monday is 1, Sunday 7: the first day of the week where the reader is. */
export function weekStart(locale: string): number {
  const known: Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } } =
    new Intl.Locale(locale);
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}

/** The weeks that show a month, whole ones, from the first day of the week on. */
export function weeksOf(day: Day, firstDay: number): Day[][] {
  const first = `${day.slice(0, 8)}01`;
  const before = (dateOf(first).getUTCDay() - firstDay + 7) % 7;
  const weeks: Day[][] = [];
  for (let start = addDays(first, -before); start.slice(0, 7) <= day.slice(0, 7); start = addDays(start, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)));
  }
  return weeks;
}

/** Where a key leads from a day, or nothing. */
export function stepDay(key: string, day: Day, firstDay: number, rtl: boolean): Day | undefined {
  const weekday = (dateOf(day).getUTCDay() - firstDay + 7) % 7;
  switch (key) {
    case "ArrowLeft":
      return addDays(day, rtl ? 1 : -1);
    case "ArrowRight":
      return addDays(day, rtl ? -1 : 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return addDays(day, -weekday);
    case "End":
      return addDays(day, 6 - weekday);
    case "PageUp":
      return addMonths(day, -1);
    case "PageDown":
      return addMonths(day, 1);
    default:
      return undefined;
  }
}

export function formatDay(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(dateOf(day));
}
