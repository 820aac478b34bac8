import { preferenceOf, session } from "@/features/session";
import { currentLanguage, currentLocale } from "@/i18n";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = currentLocale();
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

type HourCycle = Intl.ResolvedDateTimeFormatOptions["hourCycle"];
const hourCycles = new Map<string, HourCycle>();

/** How a locale counts its hours. To find out takes longer than to draw a message, so it is done once. */
function hourCycleOf(locale: string): HourCycle {
  if (!hourCycles.has(locale))
    hourCycles.set(locale, new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hourCycle);
  return hourCycles.get(locale);
}

/** How the account wants its clock, or else how it is read where the reader's browser is at home, in any language. */
function clock(): Intl.DateTimeFormatOptions {
  const wish = preferenceOf(session.get(), "display_settings", "use_military_time");
  if (wish !== undefined) return { hour12: wish !== "true" };
  const hourCycle = hourCycleOf(navigator.language);
  // A locale that has the same clock knows best how its hours are written.
  return hourCycle && hourCycle !== hourCycleOf(currentLocale()) ? { hourCycle } : {};
}

/** Times of minutes as they were last asked for, and what decides how they are written. */
let times = {
  wishes: session.get().preferences,
  language: "",
  region: navigator.languages,
  known: new Map<number, string>(),
};
const MOST_TIMES = 2_000;

/** `14:02`. A list asks for the same ones with every message that comes. */
export function timeOf(at: number): string {
  const { preferences: wishes } = session.get();
  const [language, region] = [currentLanguage(), navigator.languages];
  const isSame = times.wishes === wishes && times.language === language && times.region === region;
  if (!isSame || times.known.size > MOST_TIMES) times = { wishes, language, region, known: new Map() };
  const minute = Math.floor(at / 60_000);
  let time = times.known.get(minute);
  if (time === undefined) {
    time = format({ hour: "numeric", minute: "2-digit", ...clock() }).format(at);
    times.known.set(minute, time);
  }
  return time;
}

/** The time of a moment where somebody else is. */
export function timeIn(zone: string, at: number): string {
  return format({ hour: "numeric", minute: "2-digit", timeZone: zone, ...clock() }).format(at);
}

/** Day, time and zone in full. */
export function fullTimeOf(at: number): string {
  return format({
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    ...clock(),
  }).format(at);
}

/** `Thursday, 19 November`, with the year where it is not this one. */
export function dayOf(at: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  const year: Intl.DateTimeFormatOptions = isThisYear ? {} : { year: "numeric" };
  return format({ weekday: "long", day: "numeric", month: "long", ...year }).format(at);
}

/** The time, with the day before it where it is not today. */
export function momentOf(at: number): string {
  if (dayKey(at) === dayKey(Date.now())) return timeOf(at);
  return `${format({ day: "numeric", month: "short" }).format(at)}, ${timeOf(at)}`;
}

let last = { from: 0, to: 0, key: "" };

/** A name for the day of a moment, here. Messages that follow each other are mostly of one, which is found out once. */
export function dayKey(at: number): string {
  if (at >= last.from && at < last.to) return last.key;
  const day = new Date(at);
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()];
  const key = `${year}-${month + 1}-${date}`;
  last = { from: new Date(year, month, date).getTime(), to: new Date(year, month, date + 1).getTime(), key };
  return key;
}
