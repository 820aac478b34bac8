import { setSingleKeys } from "@/features/keyboard";
import { preferenceOf, type SessionState, session } from "@/features/session";
import { startLanguage } from "@/i18n";
import { type Appearance, show, usualAppearance } from "@/ui/theme/appearance";
import { type OfficialTheme, parseTheme } from "@/ui/theme/official";

const CATEGORY = "wardroom";
const NAME = "appearance";

/** The preference that says whether shortcuts of one character do anything. */
export const SINGLE_KEYS = { category: CATEGORY, name: "single_keys" } as const;

/** The preference that holds our part of the look. Own colours stand where every client keeps them, see below. */
export function appearancePreference(appearance: Appearance) {
  const { own: _, ...rest } = appearance;
  return { category: CATEGORY, name: NAME, value: JSON.stringify(rest) };
}

/** The preference in which the protocol's clients keep a theme, for all teams. */
export function themePreference(theme: OfficialTheme) {
  return { category: "theme", name: "", value: JSON.stringify({ ...theme, type: "custom" }) };
}

/** The colours that this or another client has stored: those for all teams, else those of any. */
function storedTheme(state: SessionState): OfficialTheme | undefined {
  const found =
    preferenceOf(state, "theme", "") ??
    Object.values(state.preferences).find((preference) => preference.category === "theme")?.value;
  const theme = found === undefined ? undefined : parseTheme(found);
  return theme && !("wrong" in theme) ? theme : undefined;
}

/** One of the values that are known, or the usual one: what is stored may come from another version. */
function known<Value>(value: unknown, values: readonly Value[], usual: Value): Value {
  return values.find((candidate) => candidate === value) ?? usual;
}

function recordOf(text: string | undefined): Map<string, unknown> {
  try {
    const read: unknown = JSON.parse(text ?? "{}");
    return new Map(Object.entries(typeof read === "object" && read !== null ? read : {}));
  } catch {
    return new Map();
  }
}

/** How the reader wants it to look, on every device. */
export function appearanceOf(state: SessionState): Appearance {
  const stored = preferenceOf(state, CATEGORY, NAME);
  const own = storedTheme(state);
  const said = recordOf(stored);
  const themes = ["system", "light", "dark", "contrast-light", "contrast-dark", "own"] as const;
  // Whoever comes from another client and has chosen nothing here sees the colours that were chosen there.
  const usual = stored === undefined && own ? "own" : "system";
  const theme = known(said.get("theme"), themes, usual);
  const size = said.get("textSize");
  return {
    theme: theme === "own" && !own ? "system" : theme,
    deepTable: said.get("deepTable") === true,
    density: known(said.get("density"), ["compact", "comfortable", "roomy"], usualAppearance.density),
    textSize: typeof size === "number" && size >= 12 && size <= 20 ? size : usualAppearance.textSize,
    font: known(said.get("font"), ["system", "readable", "mono"], usualAppearance.font),
    motion: known(said.get("motion"), ["system", "less"], usualAppearance.motion),
    ...(own ? { own } : {}),
  };
}

/** Shows the reader's look in their language and heeds their keys, and every change of either from whichever device, until the returned function is called. */
export function followAppearance(): () => void {
  let shown = "";
  let locale = "";
  function follow() {
    const state = session.get();
    if (!state.me) return;
    if (state.me.locale !== locale) {
      locale = state.me.locale;
      // Without its texts the page stays in the language that it has.
      startLanguage(locale).catch(() => {});
    }
    setSingleKeys(preferenceOf(state, SINGLE_KEYS.category, SINGLE_KEYS.name) !== "false");
    const appearance = appearanceOf(state);
    const next = JSON.stringify(appearance);
    if (next === shown) return;
    shown = next;
    show(appearance);
  }
  follow();
  return session.subscribe(follow);
}
