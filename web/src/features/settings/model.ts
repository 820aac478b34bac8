import type { Session, User } from "@/api";
import { type Language, languages, type MessageId } from "@/i18n";
import { fold } from "@/lib/fold";
import type { IconName } from "@/ui/icon/Icon";

export type NotifyProps = User["notify_props"];

/** A page of the settings, and what is on it, for the search. */
export interface Section {
  id: "profile" | "security" | "sessions" | "notifications" | "appearance" | "keyboard" | "language";
  icon: IconName;
  name: MessageId;
  group: "you" | "wardroom";
  entries: readonly MessageId[];
}

export const sections: readonly Section[] = [
  {
    id: "profile",
    icon: "person",
    name: "settings.profile",
    group: "you",
    entries: [
      "settings.profile.firstName",
      "settings.profile.lastName",
      "settings.profile.nickname",
      "settings.profile.position",
      "settings.profile.username",
      "settings.profile.email",
    ],
  },
  { id: "security", icon: "shield", name: "settings.security", group: "you", entries: ["settings.password"] },
  {
    id: "sessions",
    icon: "device",
    name: "settings.sessions",
    group: "you",
    entries: ["settings.sessions.end"],
  },
  {
    id: "notifications",
    icon: "bell",
    name: "settings.notifications",
    group: "wardroom",
    entries: [
      "settings.notify.level",
      "settings.notify.words",
      "settings.notify.firstName",
      "settings.notify.channelWide",
      "settings.notify.sound",
    ],
  },
  {
    id: "appearance",
    icon: "contrast",
    name: "settings.appearance",
    group: "wardroom",
    entries: [
      "settings.theme",
      "settings.theme.own",
      "settings.density",
      "settings.textSize",
      "settings.font",
      "settings.motion",
    ],
  },
  {
    id: "keyboard",
    icon: "keyboard",
    name: "settings.keyboard",
    group: "wardroom",
    entries: ["settings.keys.single"],
  },
  {
    id: "language",
    icon: "globe",
    name: "settings.language",
    group: "wardroom",
    entries: ["settings.language", "settings.clock", "settings.names", "settings.timezone"],
  },
];

export function sectionOf(id: string | undefined): Section | undefined {
  return sections.find((section) => section.id === id);
}

/** A thing that the search found, and where it is. */
export interface Hit {
  section: Section;
  entry: MessageId;
}

/** What a search finds: pages and the things on them whose names contain every word. */
export function searchSettings(term: string, say: (id: MessageId) => string): Hit[] {
  const words = fold(term).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return sections.flatMap((section) =>
    [...new Set([section.name, ...section.entries])]
      .filter((entry) => {
        const text = fold(`${say(section.name)} ${say(entry)}`);
        return (
          words.every((word) => text.includes(word)) && words.some((word) => fold(say(entry)).includes(word))
        );
      })
      .map((entry) => ({ section, entry })),
  );
}

export function languageOf(locale: string): Language {
  return languages.find((language) => locale.toLowerCase().startsWith(language)) ?? "en";
}

/** The words that count as a mention of me, as the server keeps them: apart by commas. */
export function wordsOf(keys: string): string[] {
  return keys
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** The words with one more; the same word in other letters is the same word. */
export function withWord(keys: string, word: string): string {
  const words = wordsOf(keys);
  const added = wordsOf(word).filter(
    (one) => !words.some((known) => known.toLocaleLowerCase() === one.toLocaleLowerCase()),
  );
  return [...words, ...added].join(",");
}

export function withoutWord(keys: string, word: string): string {
  return wordsOf(keys)
    .filter((known) => known !== word)
    .join(",");
}

/** A session as a person knows it. */
export interface Device {
  id: string;
  /** The browser or app, as it told its name when signing in; empty if it did not. */
  app: string;
  platform: string;
  lastUsed: number;
  signedIn: number;
  isMobile: boolean;
}

function propOf(session: Session, name: string): string {
  const value: unknown = Reflect.get(session.props ?? {}, name);
  return typeof value === "string" ? value : "";
}

/** What the server could not make out is not said. */
const known = (name: string): string => (/^unknown\b/i.test(name) ? "" : name);

/** The sessions that people started, the latest used first. Tokens are not devices. */
export function devicesOf(sessions: readonly Session[]): Device[] {
  return sessions
    .filter((session) => propOf(session, "type") !== "UserAccessToken")
    .map((session) => ({
      id: session.id,
      app: known(propOf(session, "browser").replace("/", " ")),
      platform: [...new Set([propOf(session, "platform"), propOf(session, "os")].map(known))]
        .filter(Boolean)
        .join(", "),
      lastUsed: session.last_activity_at,
      signedIn: session.create_at,
      isMobile: session.device_id !== "" || propOf(session, "isMobile") === "true",
    }))
    .sort((one, other) => other.lastUsed - one.lastUsed);
}

/** What a patch of the profile would change; nothing of what stays. */
export function changedFields<Fields extends Record<string, string>>(
  before: Partial<Record<keyof Fields, string | undefined>>,
  after: Fields,
): Partial<Fields> {
  const changed: Partial<Fields> = {};
  for (const [name, value] of Object.entries(after)) {
    if ((before[name] ?? "") !== value.trim()) Object.assign(changed, { [name]: value.trim() });
  }
  return changed;
}
