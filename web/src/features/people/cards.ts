/** The card of somebody that shows: whose it is, and what it hangs on. */
export interface ShownCard {
  user: string;
  anchor: HTMLElement;
  /** Whether the focus goes into it; a card that comes by itself leaves the focus where it is. */
  isEntered: boolean;
}

let shown: ShownCard | undefined;
const listeners = new Set<() => void>();

/** Shows somebody's card in the place of any other, or none. */
export function showCard(next: ShownCard | undefined): void {
  shown = next;
  for (const listener of listeners) listener();
}

export const shownCard = (): ShownCard | undefined => shown;

export function onCard(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
