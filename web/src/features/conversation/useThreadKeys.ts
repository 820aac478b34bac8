import { useShortcut } from "@/features/keyboard";

const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-thread]")];

/** The item with the focus in the list of threads. */
const focused = (): HTMLElement | null | undefined =>
  document.activeElement?.closest<HTMLElement>("[data-thread]");

/** Moves the focus in the list. From outside of it and of messages J and K lead to its first. */
function step(by: 1 | -1, event: KeyboardEvent): boolean {
  const from = focused();
  const isArrow = event.key.startsWith("Arrow");
  if (!from && (isArrow || document.activeElement?.closest("[data-messages]"))) return false;
  const all = items();
  const next = from ? all[all.indexOf(from) + by] : all[0];
  next?.focus();
  return Boolean(from ?? next);
}

/** The keys in the list of threads: to the next, to the one before, and done with one. */
export function useThreadKeys(onDone: (root: string) => boolean): void {
  useShortcut("nextMessage", (event) => step(1, event));
  useShortcut("previousMessage", (event) => step(-1, event));
  useShortcut("doneThread", () => {
    const from = focused();
    if (!from || !onDone(from.dataset.thread ?? "")) return false;
    // It may leave the list with that.
    const all = items();
    const at = all.indexOf(from);
    (all[at + 1] ?? all[at - 1])?.focus();
    return undefined;
  });
}
