export { perform, setSingleKeys } from "./dispatch";
export { Keyboard } from "./Keyboard";
export { ShortcutList } from "./LazyList";
export { keysOf, type ShortcutId } from "./shortcuts";
export { useShortcut } from "./useShortcut";
