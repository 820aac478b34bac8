import { useSyncExternalStore } from "react";

let isNoted = false;
const listeners = new Set<() => void>();

/** Notes where a piece of the page is not to be had although there is a network: the server has a newer page. */
export function watchPieces(): void {
  window.addEventListener("vite:preloadError", () => {
    isNoted ||= navigator.onLine;
    for (const listener of listeners) listener();
  });
}

/** Whether the server has a newer page than this one, of which pieces are missing. */
export const isOutdated = (): boolean => isNoted;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOutdated(): boolean {
  return useSyncExternalStore(subscribe, isOutdated);
}
