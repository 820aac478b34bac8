import type { Configuration } from "@/api";

export type Kind = "switch" | "number" | "text" | "secret" | "list" | "json";

/** One key of the configuration. */
export interface Setting {
  /** `EmailSettings.PushNotificationServer`, as it is in the file and in the documentation. */
  id: string;
  section: string;
  key: string;
  /** The key in words, made from its letters. */
  name: string;
  kind: Kind;
  value: unknown;
  /** It differs from the default. */
  isChanged: boolean;
  /** The variable of the environment that decides it, if one does. */
  lockedBy: string | undefined;
}

/** What is shown for a secret that is set. Sent back, it changes nothing. */
const HIDDEN = /^\*+$/;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): Kind {
  if (typeof value === "boolean") return "switch";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return HIDDEN.test(value) ? "secret" : "text";
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return "list";
  return "json";
}

/** `EnableSAMLSignIn` as `Enable SAML sign in`. */
export function wordsOf(key: string): string {
  const words = key.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+/g) ?? [key];
  return words
    .map((word, index) => (index === 0 || /^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(" ");
}

/** Every key of a configuration, in the order of sections and keys. */
export function settingsOf(
  all: Configuration,
  changed: Configuration,
  environment: Configuration,
): Setting[] {
  return Object.entries(all).flatMap(([section, keys]) => {
    if (!isObject(keys)) return [];
    const other = isObject(changed[section]) ? changed[section] : {};
    const locked = isObject(environment[section]) ? environment[section] : {};
    return Object.entries(keys).map(([key, value]): Setting => {
      const isLocked = locked[key] === true || (isObject(locked[key]) && Object.keys(locked[key]).length > 0);
      return {
        id: `${section}.${key}`,
        section,
        key,
        name: wordsOf(key),
        kind: kindOf(value),
        value,
        isChanged: key in other,
        lockedBy: isLocked ? `MM_${section.toUpperCase()}_${key.toUpperCase()}` : undefined,
      };
    });
  });
}

export interface Filter {
  term: string;
  section: string;
  changedOnly: boolean;
  lockedOnly: boolean;
}

/** The keys that a search finds. Whoever types looks everywhere; without a word, one section is shown. */
export function filtered(settings: readonly Setting[], filter: Filter): Setting[] {
  const words = filter.term.toLowerCase().split(/\s+/).filter(Boolean);
  const isWide = words.length > 0 || filter.changedOnly || filter.lockedOnly;
  return settings.filter(
    (setting) =>
      (isWide || setting.section === filter.section) &&
      (!filter.changedOnly || setting.isChanged) &&
      (!filter.lockedOnly || setting.lockedBy !== undefined) &&
      words.every((word) => `${setting.id} ${setting.name}`.toLowerCase().includes(word)),
  );
}

/** A value as it stands in its field. */
export function textOf(setting: Setting, value: unknown = setting.value): string {
  if (setting.kind === "secret" && value === setting.value) return "";
  if (setting.kind === "list" && Array.isArray(value)) return value.join("\n");
  if (setting.kind === "json") return JSON.stringify(value, null, 2);
  return String(value);
}

/** What a field says, as a value; or what is wrong with it. */
export function parse(setting: Setting, text: string): { value: unknown } | { wrong: "number" | "json" } {
  switch (setting.kind) {
    case "switch":
      return { value: text === "true" };
    case "number": {
      const value = Number(text.trim());
      const isWhole = Number.isInteger(setting.value) ? Number.isInteger(value) : Number.isFinite(value);
      return text.trim() !== "" && isWhole ? { value } : { wrong: "number" };
    }
    case "list":
      return {
        value: text
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case "json":
      try {
        return { value: JSON.parse(text) };
      } catch {
        return { wrong: "json" };
      }
    default:
      return { value: text };
  }
}

/** What would be sent for a key. */
export interface Change {
  setting: Setting;
  value: unknown;
}

/** The drafts that differ from what is, by key, and whether one of them can't be read. */
export function changesOf(settings: readonly Setting[], drafts: Readonly<Record<string, string>>) {
  const changes: Change[] = [];
  let isWrong = false;
  for (const setting of settings) {
    const draft = drafts[setting.id];
    if (draft === undefined || setting.lockedBy !== undefined) continue;
    const parsed = parse(setting, draft);
    if ("wrong" in parsed) isWrong = true;
    else if (JSON.stringify(parsed.value) !== JSON.stringify(setting.value)) {
      // An empty field of a secret means that it stays.
      if (setting.kind !== "secret" || draft !== "") changes.push({ setting, value: parsed.value });
    }
  }
  return { changes, isWrong };
}

/** The changes in the nesting of the configuration. */
export function patchOf(changes: readonly Change[]): Configuration {
  const patch: Record<string, Record<string, unknown>> = {};
  for (const { setting, value } of changes) {
    patch[setting.section] = { ...patch[setting.section], [setting.key]: value };
  }
  return patch;
}
