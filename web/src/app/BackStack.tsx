import { type ReactNode, useEffect } from "react";
import { useLocation } from "wouter";
import { messages, type Pane } from "@/features/messages";
import { belowNext, entry } from "@/lib/backStack";
import { basePath } from "@/lib/base";

interface BackStackProps {
  /** The page that lies beneath all others. */
  list: string;
}

/** Where there is room for one pane, the list of channels lies beneath everything in the history. */
function putBeneath(list: string): void {
  const { below } = entry();
  const here = location.href;
  if (below.includes(list) || location.pathname === list) return;
  const state = { ...history.state, below: [...below, list] };
  history.replaceState({ below }, "", list);
  history.pushState(state, "", here);
}

/** The pane that the history has over this page. */
const kept = (): Pane | undefined => entry().over as Pane | undefined;

const isSame = (one: Pane | undefined, other: Pane | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** On a phone the way back of the browser leads from a pane to its channel, and from there to the list of channels. */
export function BackStack({ list }: BackStackProps): ReactNode {
  const [path] = useLocation();
  const pane = messages.use((state) => state.pane);

  useEffect(() => {
    const restore = (): void => messages.set({ pane: kept() });
    addEventListener("popstate", restore);
    return () => removeEventListener("popstate", restore);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has its own place in the history
  useEffect(() => {
    putBeneath(basePath + list);
    // A page that is loaded anew, or come back to, has what lay over it.
    if (kept() && !messages.get().pane) messages.set({ pane: kept() });
  }, [list, path]);

  useEffect(() => {
    const over = kept();
    if (isSame(pane, over) || pane !== messages.get().pane) return;
    if (!pane) history.back();
    else if (over) history.replaceState({ ...history.state, over: pane }, "");
    else history.pushState({ below: belowNext(), over: pane }, "");
  }, [pane]);

  return null;
}
