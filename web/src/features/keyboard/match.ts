/** What of a key press decides. A KeyboardEvent is one. */
export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  /** Whether AltGr is held, which many systems report as Ctrl and Alt together. */
  altGraph: boolean;
}

const letter = /^[a-z]$/i;

/** The letter of a press: the one it writes, or on a keyboard of another script the one in its place. */
function letterOf(press: Press): string {
  if (letter.test(press.key)) return press.key.toUpperCase();
  return /^Key([A-Z])$/.exec(press.code)?.[1] ?? "";
}

/** Whether a press is this one step of a shortcut: `Ctrl+Shift+K`, `?`, `Escape`. */
export function matches(press: Press, step: string, onApple: boolean): boolean {
  const parts = step.split(/\+(?=.)/);
  const key = parts.at(-1) ?? "";
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  const command = onApple ? press.metaKey : press.ctrlKey;
  const other = onApple ? press.ctrlKey : press.metaKey;
  const isSymbol = key.length === 1 && !letter.test(key);
  // What AltGr writes is text: it may be the symbol of a shortcut, never Ctrl or Alt with something.
  if (press.altGraph) return isSymbol && parts.length === 1 && press.key === key;
  if (other || command !== wants("Ctrl") || press.altKey !== wants("Alt")) return false;
  // Shift is a part of writing a symbol on some keyboards and not on others.
  if (isSymbol) return press.key === key;
  if (press.shiftKey !== wants("Shift")) return false;
  return letter.test(key) ? letterOf(press) === key.toUpperCase() : press.key === key;
}

/** Whether a shortcut is one that would be typed in a text: no Ctrl, no Alt, one character. */
export function isTyped(step: string): boolean {
  const parts = step.split(/\+(?=.)/);
  return (parts.at(-1) ?? "").length === 1 && !parts.includes("Ctrl") && !parts.includes("Alt");
}
