import { onApple } from "@/ui/kbd/keys";
import { isTyped, matches, type Press } from "./match";
import { type ShortcutId, shortcuts } from "./shortcuts";

/** Does what the shortcut is for. Answers false when it has nothing to do now, so that another may. */
export type Handler = (event: KeyboardEvent) => boolean | undefined;

interface Binding {
  id: ShortcutId;
  handler: Handler;
}

/** The second key of two comes within this time. */
const SEQUENCE_MS = 1000;

const editable =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])";

const bindings: Binding[] = [];
let begun: { step: string; at: number } | undefined;
let singleKeys = true;

/**
 * Whether shortcuts of one character do anything, and hints name them. They can be switched off, for voices and tremors
 * press them by accident.
 */
export function setSingleKeys(on: boolean): void {
  singleKeys = on;
  document.documentElement.dataset.singleKeys = on ? "on" : "off";
}

function pressOf(event: KeyboardEvent): Press {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph: event.getModifierState("AltGraph") };
}

/** Whether a press completes one of the ways of a shortcut; remembers the first key of two. */
function completes(press: Press, keys: string, at: number): "done" | "begun" | undefined {
  const [first = "", second] = keys.split(" ");
  if (second === undefined) return matches(press, first, onApple) ? "done" : undefined;
  if (begun?.step === first && at - begun.at < SEQUENCE_MS && matches(press, second, onApple)) return "done";
  return matches(press, first, onApple) ? "begun" : undefined;
}

/** Whether a key is one that only writes: it begins no shortcut, and does nothing to what has the focus. */
function isWriting(press: Press): boolean {
  if (press.key.length !== 1 || press.key === " ") return false;
  if (!press.altGraph && (press.ctrlKey || press.metaKey || press.altKey)) return false;
  const all: readonly (readonly string[])[] = Object.values(shortcuts);
  return !singleKeys || !all.flat().some((keys) => matches(press, keys.split(" ")[0] ?? "", onApple));
}

function handleKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : document.body;
  const isText = target.closest(editable) !== null;
  // A dialog or a menu has its own keys; what lies behind it must not move.
  const isBehind = target.closest("dialog, [role=dialog], [role=menu]") !== null;
  const press = pressOf(event);
  let next: typeof begun;
  const ways = [...bindings]
    .reverse()
    .flatMap(({ id, handler }) =>
      shortcuts[id].map((keys) => ({ id, handler, keys, isLong: keys.includes(" ") })),
    );
  // The second key of two means that, whatever it means alone.
  for (const { id, handler, keys } of [
    ...ways.filter((way) => way.isLong),
    ...ways.filter((way) => !way.isLong),
  ]) {
    const [first = ""] = keys.split(" ");
    // What was just done is undone from anywhere but a text, which has an undoing of its own.
    if (id === "undo" ? isText : isBehind) continue;
    if (isTyped(first) && (isText || !singleKeys)) continue;
    const state = completes(press, keys, event.timeStamp);
    if (state === "begun") next = { step: first, at: event.timeStamp };
    if (state !== "done" || handler(event) === false) continue;
    event.preventDefault();
    begun = undefined;
    return;
  }
  begun = next;
  // Who writes means the message: the key itself is written where the focus has gone.
  if (!isText && !isBehind && isWriting(press)) perform("compose");
}

/** Binds a shortcut until the returned function is called. Of several, the latest has the first word. */
export function bind(id: ShortcutId, handler: Handler): () => void {
  if (bindings.length === 0) document.addEventListener("keydown", handleKeyDown);
  const binding = { id, handler };
  bindings.push(binding);
  return () => {
    bindings.splice(bindings.indexOf(binding), 1);
    if (bindings.length === 0) document.removeEventListener("keydown", handleKeyDown);
  };
}

/** Does what a shortcut does, asked for in another way: by a menu or a command. */
export function perform(id: ShortcutId): void {
  const event = new KeyboardEvent("keydown");
  bindings.findLast((binding) => binding.id === id && binding.handler(event) !== false);
}
