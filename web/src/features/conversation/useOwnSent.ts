import { useEffect, useLayoutEffect, useRef } from "react";
import { posts } from "@/features/posts";

/** Calls when a message of mine comes to the end of a channel's or a thread's list: it is on its way, and to be seen. */
export function useOwnSent(list: "stretches" | "replies", id: string, onSent: () => void): void {
  const last = posts.use((state) => state[list][id]?.ids.at(-1) ?? "");
  const isSending = posts.use((state) => state.sending[last] !== undefined);
  const sent = isSending ? last : "";
  const before = useRef(sent);
  const latest = useRef(onSent);
  useLayoutEffect(() => {
    latest.current = onSent;
  });
  useEffect(() => {
    const isNew = sent !== "" && sent !== before.current;
    before.current = sent;
    if (isNew) latest.current();
  }, [sent]);
}
