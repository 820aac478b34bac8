import { useEffect, useState } from "react";
import { type ChannelsState, channels, settleView, view, watchEnd } from "@/features/channels";
import { messages, withReadAgain } from "@/features/messages";

/** Whether somebody looks at this page. */
function isWatched(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** The same, for components. */
export function useIsWatched(): boolean {
  const [isOn, setIsOn] = useState(isWatched);
  useEffect(() => {
    const check = (): void => setIsOn(isWatched());
    window.addEventListener("focus", check);
    window.addEventListener("blur", check);
    document.addEventListener("visibilitychange", check);
    return () => {
      window.removeEventListener("focus", check);
      window.removeEventListener("blur", check);
      document.removeEventListener("visibilitychange", check);
    };
  }, []);
  return isOn;
}

/** How many messages of a channel are unread. */
export function newIn(state: ChannelsState, id: string): number {
  const member = state.members[id];
  return member ? Math.max(0, (state.channels[id]?.total_msg_count_root ?? 0) - member.msg_count_root) : 0;
}

interface Reading {
  /** Since when messages are new: where the line stands until the channel is left. */
  newSince: number | undefined;
  /** How many of them are unread. */
  count: number;
  markRead: () => void;
}

/**
 * Reads a channel: its messages are read once their end has been on screen in a page that is watched. What I made unread
 * stays so until the channel is opened anew. While the list may lack messages that are counted (it is not `isWhole`)
 * nothing is read, and what is unread then is what is new.
 */
export function useReading(id: string, isEndSeen: boolean, isWhole: boolean): Reading {
  const count = channels.use((state) => newIn(state, id));
  const viewedAt = channels.use((state) => state.members[id]?.last_viewed_at ?? 0);
  const held = messages.use((state) => state.unreadFrom[id]);
  const isOn = useIsWatched();
  const isRead = isEndSeen && isWhole;
  const [newSince, setNewSince] = useState<number | undefined>(count > 0 ? viewedAt : undefined);

  const [isProven, setIsProven] = useState(isWhole);

  if (isWhole && !isProven) setIsProven(true);
  if (held !== undefined && newSince !== held) setNewSince(held);
  // What is kept of the last visit called unread what has been read elsewhere.
  else if (held === undefined && newSince !== undefined && count === 0 && !isProven) setNewSince(undefined);
  else if (held === undefined && newSince === undefined && count > 0 && !(isRead && isOn))
    setNewSince(viewedAt);

  useEffect(() => () => release(id), [id]);
  useEffect(() => {
    if (count > 0 && isRead && isOn && held === undefined) view(id);
  }, [id, count, isRead, isOn, held]);
  useEffect(
    () => (isRead && isOn && held === undefined ? watchEnd(id) : undefined),
    [id, isRead, isOn, held],
  );
  useEffect(() => {
    if (isRead && isOn) return () => settleView(id);
    return undefined;
  }, [id, isRead, isOn]);

  return {
    newSince,
    count,
    markRead: () => {
      release(id);
      setNewSince(undefined);
      view(id);
    },
  };
}

/** What I made unread may be read again. */
function release(id: string): void {
  messages.set((state) => withReadAgain(state, [id]));
}
