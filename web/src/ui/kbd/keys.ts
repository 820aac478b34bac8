import { currentLanguage } from "@/i18n";

/**
 * How a shortcut is written and shown. In code a shortcut is `Ctrl+Shift+K`; on Apple's systems Ctrl means Command and Alt
 * means Option, in the order those systems use.
 */
export const onApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** What the standard calls by other names than keyboards do. */
const printed: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
};

const apple: Readonly<Record<string, string>> = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧", Enter: "↵", Delete: "⌫" };

const german: Readonly<Record<string, string>> = { Ctrl: "Strg", Delete: "Entf" };

/** The keys of a shortcut as they stand on the keyboard: `["Ctrl", "K"]` or `["⌘", "K"]`. */
export function keyNames(shortcut: string, forApple = onApple): string[] {
  const parts = shortcut === "+" ? ["+"] : shortcut.split(/\+(?=.)/);
  const own = forApple ? apple : currentLanguage() === "de" ? german : undefined;
  return parts.map((part) => own?.[part] ?? printed[part] ?? part);
}

/** The shortcut in the form that `aria-keyshortcuts` wants. */
export function ariaKeys(shortcut: string, forApple = onApple): string {
  return shortcut
    .split(/\+(?=.)/)
    .map((part) => (part === "Ctrl" ? (forApple ? "Meta" : "Control") : part))
    .join("+");
}
