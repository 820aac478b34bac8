import { channels } from "@/features/channels";
import { messages } from "@/features/messages";
import { basePath } from "@/lib/base";

/** Where a message is read: in its channel or, a reply, in its thread. */
export interface Spot {
  channel: string;
  /** The thread's root; empty for what stands in the channel itself. */
  root: string;
}

/** What a page that somebody looks at shows: a channel, a thread, or both; empty for what it does not. */
type Watched = Spot;

/** A tab says what is looked at in it, or that nobody looks at it any more; a new one asks. */
type Said = { tab: string; watched: Watched | null } | "who";

/** The other tab that somebody looks at. There is at most one: the focus is in one place. */
let elsewhere: { tab: string; watched: Watched } | undefined;

/** What somebody looks at in this page. */
function here(): Watched | null {
  if (document.visibilityState !== "visible" || !document.hasFocus()) return null;
  const { pane } = messages.get();
  const inbox = /\/threads\/([^/]+)$/.exec(location.pathname)?.[1];
  return { channel: channels.get().open, root: pane?.kind === "thread" ? pane.root : (inbox ?? "") };
}

function shows(watched: Watched | null | undefined, { channel, root }: Spot): boolean {
  if (!watched) return false;
  return root === "" ? watched.channel === channel : watched.root === root;
}

/** Whether somebody looks at a spot in any tab of this browser. */
export function isWatched(spot: Spot): boolean {
  return shows(here(), spot) || shows(elsewhere?.watched, spot);
}

/** Things that may change what is looked at. The last two come with each step between pages. */
const CHANGES = ["focus", "blur", "pageshow", "popstate", "pushState", "replaceState"] as const;

/** Tells the other tabs of a user what is looked at here, and hears it of them. Gives the way to stop. */
export function shareAttention(user: string): () => void {
  // Tells a few tabs apart; better ids are not to be had on a page without TLS.
  const tab = `${Date.now()} ${Math.random()}`;
  const tabs = new BroadcastChannel(`wardroom${basePath}:${user}:attention`);
  let told = "null";

  function tell(watched: Watched | null): void {
    told = JSON.stringify(watched);
    tabs.postMessage({ tab, watched } satisfies Said);
    // Who looks here looks nowhere else.
    if (watched) elsewhere = undefined;
  }
  function check(): void {
    const watched = here();
    if (JSON.stringify(watched) !== told) tell(watched);
  }
  const leave = (): void => {
    if (told !== "null") tell(null);
  };

  tabs.onmessage = ({ data: said }: MessageEvent<Said>) => {
    if (said === "who") {
      const watched = here();
      if (watched) tell(watched);
    } else if (said.watched) elsewhere = { tab: said.tab, watched: said.watched };
    else if (elsewhere?.tab === said.tab) elsewhere = undefined;
  };
  tabs.postMessage("who" satisfies Said);
  check();

  const unsubscribe = [channels.subscribe(check), messages.subscribe(check)];
  for (const change of CHANGES) window.addEventListener(change, check);
  document.addEventListener("visibilitychange", check);
  window.addEventListener("pagehide", leave);
  return () => {
    leave();
    tabs.close();
    elsewhere = undefined;
    for (const stop of unsubscribe) stop();
    for (const change of CHANGES) window.removeEventListener(change, check);
    document.removeEventListener("visibilitychange", check);
    window.removeEventListener("pagehide", leave);
  };
}
