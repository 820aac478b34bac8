import { contrast, fromHex, type Linear, luminance, mix, readable, toHex } from "./colour";

/** The colours of a theme as the protocol's clients exchange them, each `#rrggbb`. */
export const officialColours = [
  "sidebarBg",
  "sidebarText",
  "sidebarUnreadText",
  "sidebarTextHoverBg",
  "sidebarTextActiveBorder",
  "sidebarTextActiveColor",
  "sidebarHeaderBg",
  "sidebarTeamBarBg",
  "sidebarHeaderTextColor",
  "onlineIndicator",
  "awayIndicator",
  "dndIndicator",
  "mentionBg",
  "mentionColor",
  "centerChannelBg",
  "centerChannelColor",
  "newMessageSeparator",
  "linkColor",
  "buttonBg",
  "buttonColor",
  "errorTextColor",
  "mentionHighlightBg",
  "mentionHighlightLink",
] as const;

export type OfficialColour = (typeof officialColours)[number];
export type OfficialTheme = Record<OfficialColour, string>;

/** A pair of an imported theme that is hard to read, and the tone that would not be. */
export interface HardPair {
  colour: OfficialColour;
  on: OfficialColour;
  ratio: number;
  better: string;
}

/** What reads on what, and how well it must. */
const pairs: readonly (readonly [OfficialColour, OfficialColour, number])[] = [
  ["sidebarText", "sidebarBg", 4.5],
  ["sidebarUnreadText", "sidebarBg", 4.5],
  ["centerChannelColor", "centerChannelBg", 4.5],
  ["linkColor", "centerChannelBg", 4.5],
  ["errorTextColor", "centerChannelBg", 4.5],
  ["buttonColor", "buttonBg", 4.5],
  ["mentionColor", "mentionBg", 4.5],
  ["mentionHighlightLink", "mentionHighlightBg", 4.5],
];

/** Colours that themes of earlier versions lack, and what they meant then. */
const older: Partial<Record<OfficialColour, OfficialColour>> = { sidebarTeamBarBg: "sidebarHeaderBg" };

function isWhole(theme: Partial<OfficialTheme>): theme is OfficialTheme {
  return officialColours.every((colour) => theme[colour] !== undefined);
}

/** Reads the text of a theme. Says which colour is missing or is none when it can't. */
export function parseTheme(text: string): OfficialTheme | { wrong: OfficialColour | "json" } {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { wrong: "json" };
  }
  if (typeof read !== "object" || read === null) return { wrong: "json" };
  const values = new Map<string, unknown>(Object.entries(read));
  // One spelling mistake has lived in exported themes ever since.
  if (!values.has("mentionBg")) values.set("mentionBg", values.get("mentionBj"));
  const theme: Partial<OfficialTheme> = {};
  for (const colour of officialColours) {
    const before = older[colour];
    const value = values.get(colour) ?? (before && values.get(before));
    if (typeof value !== "string" || !fromHex(value)) return { wrong: colour };
    theme[colour] = value.toLowerCase();
  }
  return isWhole(theme) ? theme : { wrong: "json" };
}

function colourOf(theme: OfficialTheme, name: OfficialColour): Linear {
  return fromHex(theme[name]) ?? [0, 0, 0];
}

/** Whether the sheets of a theme are dark: then everything that it does not say comes from our dark values. */
export function isDark(theme: OfficialTheme): boolean {
  return luminance(colourOf(theme, "centerChannelBg")) < 0.18;
}

/** The pairs of a theme that are hard to read. */
export function hardPairs(theme: OfficialTheme): HardPair[] {
  return pairs.flatMap(([colour, on, least]) => {
    const ground = colourOf(theme, on);
    const ratio = contrast(colourOf(theme, colour), ground);
    const better = toHex(readable(colourOf(theme, colour), [ground], least));
    return ratio < least ? [{ colour, on, ratio, better }] : [];
  });
}

/** The same theme with every hard pair mended. */
export function mended(theme: OfficialTheme): OfficialTheme {
  const better = { ...theme };
  for (const pair of hardPairs(theme)) better[pair.colour] = pair.better;
  return better;
}

/** Our tokens for an imported theme: what it says is taken, the rest follows from it. */
export function tokensOf(theme: OfficialTheme): Record<string, string> {
  const get = (name: OfficialColour) => colourOf(theme, name);
  const sheet = get("centerChannelBg");
  const ink = get("centerChannelColor");
  const table = get("sidebarBg");
  const text = get("sidebarText");
  const accent = get("linkColor");
  const lamp = get("mentionHighlightBg");
  const fill = get("buttonBg");
  const dark = isDark(theme);
  const raised = dark ? mix(sheet, ink, 0.03) : sheet;
  const lift = mix(sheet, ink, 0.06);
  const tint = mix(sheet, accent, 0.12);
  const current = dark ? mix(table, text, 0.14) : mix(table, text, 0.18);
  const strong = get("sidebarUnreadText");
  const tokens: Record<string, Linear> = {
    table,
    rail: get("sidebarTeamBarBg"),
    sheet,
    raised,
    lift,
    sunk: mix(sheet, ink, 0.04),
    hover: mix(sheet, ink, 0.03),
    band: mix(sheet, ink, 0.03),
    line: mix(sheet, ink, 0.12),
    line2: mix(sheet, ink, 0.2),
    edge: readable(mix(sheet, ink, 0.5), [sheet, raised], 3),
    ink,
    ink2: readable(mix(ink, sheet, 0.28), [sheet, lift], 4.5),
    ink3: readable(mix(ink, sheet, 0.4), [sheet, lift], 4.5),
    off: mix(ink, sheet, 0.5),
    "t-text": text,
    "t-strong": strong,
    "t-mute": readable(mix(text, table, 0.3), [table], 4.5),
    "t-hover": get("sidebarTextHoverBg"),
    "t-on": current,
    "t-line": mix(table, text, 0.2),
    accent,
    fill,
    fill2: mix(fill, get("buttonColor"), 0.12),
    "on-fill": get("buttonColor"),
    tint,
    "tint-ink": readable(accent, [tint], 4.5),
    "accent-line": readable(mix(accent, sheet, 0.3), [sheet, raised], 3),
    lamp,
    lamp2: mix(lamp, get("mentionHighlightLink"), 0.2),
    "lamp-ink": readable(get("mentionHighlightLink"), [lamp], 4.5),
    signal: get("errorTextColor"),
    focus: readable(accent, [sheet, raised, lift], 3),
    "badge-bg": get("mentionBg"),
    "badge-ink": get("mentionColor"),
    "presence-online": get("onlineIndicator"),
    "presence-away": get("awayIndicator"),
    "presence-dnd": get("dndIndicator"),
    "new-line": get("newMessageSeparator"),
  };
  return Object.fromEntries(Object.entries(tokens).map(([name, colour]) => [`--${name}`, toHex(colour)]));
}
