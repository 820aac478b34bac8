import type { Configuration } from "@/api";

/** What the first run asks of the site. */
export interface Site {
  name: string;
  /** Where people find it, with its sub-path, without a slash at the end. */
  address: string;
  /** Whether anybody may make an account. */
  isOpen: boolean;
}

/** Which parts the environment of the server decides, so that nothing here can change them. */
export type LockedSite = Record<keyof Site, boolean>;

const LONGEST_NAME = 30;

const PLACES: Record<keyof Site, [section: string, key: string]> = {
  name: ["TeamSettings", "SiteName"],
  address: ["ServiceSettings", "SiteURL"],
  isOpen: ["TeamSettings", "EnableOpenServer"],
};
const PARTS = ["name", "address", "isOpen"] as const;

function isLocked(environment: Configuration, part: keyof Site): boolean {
  const [section, key] = PLACES[part];
  const keys = environment[section];
  return typeof keys === "object" && keys !== null && Reflect.get(keys, key) === true;
}

export function lockedSite(environment: Configuration): LockedSite {
  return {
    name: isLocked(environment, "name"),
    address: isLocked(environment, "address"),
    isOpen: isLocked(environment, "isOpen"),
  };
}

/** An address as it is kept, or nothing if it is none. */
export function plainAddress(text: string): string | undefined {
  const trimmed = text.trim().replace(/\/+$/, "");
  if (!/^https?:\/\/[^\s/]/i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  return url.search || url.hash || url.username ? undefined : trimmed;
}

export function isSiteName(name: string): boolean {
  const length = [...name.trim()].length;
  return length > 0 && length <= LONGEST_NAME;
}

/** The change of the configuration that makes a site so, as far as it is free to be changed. */
export function patchOf(site: Site, locked: LockedSite): Record<string, Record<string, unknown>> {
  const patch: Record<string, Record<string, unknown>> = {};
  for (const part of PARTS) {
    if (locked[part]) continue;
    const [section, key] = PLACES[part];
    const value = site[part];
    patch[section] = { ...patch[section], [key]: typeof value === "string" ? value.trim() : value };
  }
  return patch;
}
