import { isDark, type OfficialTheme, tokensOf } from "./official";

/** How the reader wants it to look. */
export interface Appearance {
  /** `system` follows the system by style sheet alone; `own` takes the colours of `own`. */
  theme: "system" | "light" | "dark" | "contrast-light" | "contrast-dark" | "own";
  /** A deep green cloth under light sheets. */
  deepTable: boolean;
  own?: OfficialTheme;
  density: "compact" | "comfortable" | "roomy";
  /** The size of a message in pixels, 12 to 20. */
  textSize: number;
  font: "system" | "readable" | "mono";
  /** `less` stands still even where the system allows movement. */
  motion: "system" | "less";
}

export const usualAppearance: Appearance = {
  theme: "system",
  deepTable: false,
  density: "comfortable",
  textSize: 15,
  font: "system",
  motion: "system",
};

/** What an appearance comes to on the root element: attributes and properties. */
export interface Look {
  attributes: Record<string, string>;
  properties: Record<string, string>;
}

const attributes = ["data-theme", "data-table", "data-density", "data-font", "data-motion"];

/** Kept in the browser for `build/look.js`, which puts it on before the first paint. */
export const LOOK_KEY = "wardroom.look";

export function lookOf(appearance: Appearance): Look {
  const { theme, own, density, textSize, font, motion, deepTable } = appearance;
  const look: Look = { attributes: {}, properties: {} };
  if (theme === "own" && own) {
    look.attributes["data-theme"] = isDark(own) ? "dark" : "light";
    Object.assign(look.properties, tokensOf(own));
  } else if (theme !== "system" && theme !== "own") {
    look.attributes["data-theme"] = theme;
  }
  if (deepTable && (theme === "light" || theme === "system")) look.attributes["data-table"] = "deep";
  if (density !== "comfortable") look.attributes["data-density"] = density;
  if (font !== "system") look.attributes["data-font"] = font;
  if (motion !== "system") look.attributes["data-motion"] = motion;
  if (textSize !== 15) look.properties["--text-size"] = String(Math.max(12, Math.min(20, textSize)));
  return look;
}

/** Shows an appearance at once, and from the first frame on the next time. */
export function show(appearance: Appearance, root: HTMLElement = document.documentElement): void {
  const look = lookOf(appearance);
  for (const name of attributes) {
    const value = look.attributes[name];
    if (value === undefined) root.removeAttribute(name);
    else root.setAttribute(name, value);
  }
  const written = Array.from({ length: root.style.length }, (_, index) => root.style.item(index));
  for (const name of written) {
    if (name.startsWith("--") && !(name in look.properties)) root.style.removeProperty(name);
  }
  for (const [name, value] of Object.entries(look.properties)) root.style.setProperty(name, value);
  localStorage.setItem(LOOK_KEY, JSON.stringify(look));
}
