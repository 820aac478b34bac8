import { basePath } from "@/lib/base";
import { type Draft, drafts, type Place, placeId, withDraft } from "./model";

let tabs: BroadcastChannel | undefined;

/** Shares drafts with the user's other tabs. Gives the way to stop. */
export function shareDrafts(user: string): () => void {
  const channel = new BroadcastChannel(`wardroom${basePath}:${user}:drafts`);
  channel.onmessage = (message: MessageEvent<Draft>) => {
    drafts.set((state) => withDraft(state, message.data));
  };
  tabs = channel;
  return () => {
    channel.close();
    if (tabs === channel) tabs = undefined;
  };
}

/** Keeps what is being written; the local store has it in the same task. */
export function keepDraft(place: Place, text: string): void {
  // A clock that was set back must not make this text the older one.
  const at = Math.max(Date.now(), (drafts.get().drafts[placeId(place)]?.at ?? 0) + 1);
  const draft = { ...place, text, at };
  drafts.set((state) => withDraft(state, draft));
  tabs?.postMessage(draft);
}
