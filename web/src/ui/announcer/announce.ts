/** How urgently a screen reader says it: when it is done with its sentence, or at once. */
export type Urgency = "polite" | "assertive";

type Listener = (text: string, urgency: Urgency) => void;

const listeners = new Set<Listener>();

/** Has screen readers say one sentence that has no place on the screen of its own, or whose place is not in focus. */
export function announce(text: string, urgency: Urgency = "polite"): void {
  for (const listener of listeners) listener(text, urgency);
}

/** For the Announcer: called with each sentence until the returned function is. */
export function onAnnounce(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
