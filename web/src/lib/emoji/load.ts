import { useEffect, useSyncExternalStore } from "react";
import { afterStart } from "../start";
import type { EmojiTable } from "./emoji";

let table: EmojiTable | undefined;
let loading: Promise<EmojiTable> | undefined;
const listeners = new Set<() => void>();

/** Loads the emoji, in a chunk of their own, once. */
export function loadEmoji(): Promise<EmojiTable> {
  loading ??= Promise.all([import("virtual:emoji"), import("./table")]).then(
    ([{ text }, { readTable }]) => {
      table = readTable(text);
      for (const listener of listeners) listener();
      return table;
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The emoji, if they have been loaded. */
export function emojiTable(): EmojiTable | undefined {
  return table;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The emoji, for components: nothing until they are there, which this brings about. */
export function useEmoji(): EmojiTable | undefined {
  useEffect(() => {
    // Without them names stay text, and the next component that shows some tries again.
    afterStart(loadEmoji).catch(() => {});
  }, []);
  return useSyncExternalStore(subscribe, emojiTable);
}
