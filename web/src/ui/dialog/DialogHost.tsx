import { type ReactNode, useSyncExternalStore } from "react";
import { Later } from "../boundary/Later";

type Render = (close: () => void) => ReactNode;

let shown: { render: Render; id: number } | undefined;
let count = 0;
const listeners = new Set<() => void>();

function set(next: typeof shown): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a dialog from anywhere, in place of one that is there. It may be lazy. Call `close` when it is done with. */
export function showDialog(render: Render): void {
  count += 1;
  set({ render, id: count });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where those dialogs appear. The app renders it once. */
export function DialogHost(): ReactNode {
  const current = useSyncExternalStore(subscribe, () => shown);
  if (!current) return null;
  const { id, render } = current;
  return (
    <Later key={id}>
      {render(() => {
        if (shown?.id === id) set(undefined);
      })}
    </Later>
  );
}
