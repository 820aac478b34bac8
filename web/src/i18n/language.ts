import { setupI18n } from "@lingui/core";

/** The languages that are complete. */
export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

/** Messages that come with a lazy chunk; `build/catalogues.ts` says which areas are in which part. */
type LazyPart =
  | "admin"
  | "alerts"
  | "channels"
  | "entry"
  | "people"
  | "reading"
  | "session"
  | "settings"
  | "setup"
  | "workspace";
type Part = "core" | LazyPart;

const catalogues: Record<Language, Record<Part, () => Promise<{ messages: Record<string, string> }>>> = {
  en: {
    core: () => import("virtual:catalogue/en/core"),
    admin: () => import("virtual:catalogue/en/admin"),
    alerts: () => import("virtual:catalogue/en/alerts"),
    channels: () => import("virtual:catalogue/en/channels"),
    entry: () => import("virtual:catalogue/en/entry"),
    people: () => import("virtual:catalogue/en/people"),
    reading: () => import("virtual:catalogue/en/reading"),
    session: () => import("virtual:catalogue/en/session"),
    settings: () => import("virtual:catalogue/en/settings"),
    setup: () => import("virtual:catalogue/en/setup"),
    workspace: () => import("virtual:catalogue/en/workspace"),
  },
  de: {
    core: () => import("virtual:catalogue/de/core"),
    admin: () => import("virtual:catalogue/de/admin"),
    alerts: () => import("virtual:catalogue/de/alerts"),
    channels: () => import("virtual:catalogue/de/channels"),
    entry: () => import("virtual:catalogue/de/entry"),
    people: () => import("virtual:catalogue/de/people"),
    reading: () => import("virtual:catalogue/de/reading"),
    session: () => import("virtual:catalogue/de/session"),
    settings: () => import("virtual:catalogue/de/settings"),
    setup: () => import("virtual:catalogue/de/setup"),
    workspace: () => import("virtual:catalogue/de/workspace"),
  },
};

export const i18n = setupI18n();
const parts = new Set<Part>(["core"]);

/** Has the page begin with the texts of the workspace, among which are those that it shares with the door. */
export function beginInWorkspace(): void {
  parts.clear();
  parts.add("workspace");
}

export function currentLanguage(): Language {
  return i18n.locale === "de" ? "de" : "en";
}

/** In whose way dates and numbers are written: that of the reader's region, where they read its language. */
export function currentLocale(): string {
  const language = currentLanguage();
  return navigator.languages.find((locale) => locale.split("-")[0] === language) ?? language;
}

/** Kept in the browser, so that the next page begins in it. */
const KEPT = "wardroom.language";

/** Loads every part that is in use in a language, and then shows it. */
export async function setLanguage(language: Language): Promise<void> {
  const loaded = await Promise.all([...parts].map((part) => catalogues[language][part]()));
  i18n.loadAndActivate({
    locale: language,
    messages: Object.assign({}, ...loaded.map((one) => one.messages)),
  });
  document.documentElement.lang = language;
  localStorage.setItem(KEPT, language);
}

/** The language of a locale such as `de-AT`, else that of the last page, else the browser's. */
export async function startLanguage(wished = localStorage.getItem(KEPT)): Promise<void> {
  const locales = wished ? [wished, ...navigator.languages] : navigator.languages;
  const known = locales.map((locale) =>
    languages.find((language) => locale.toLowerCase().startsWith(language)),
  );
  await setLanguage(known.find((language) => language !== undefined) ?? "en");
}

/** Adds the messages of a lazy part. Who shows them loads them beside its own chunk. */
export async function loadTexts(part: LazyPart): Promise<void> {
  parts.add(part);
  const { messages } = await catalogues[currentLanguage()][part]();
  i18n.load(currentLanguage(), messages);
}

/** What is loaded, once its messages are there too. */
export async function withTexts<Loaded>(part: LazyPart, loading: Promise<Loaded>): Promise<Loaded> {
  const [loaded] = await Promise.all([loading, loadTexts(part)]);
  return loaded;
}
