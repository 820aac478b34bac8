import { useEffect, useRef } from "react";
import { spoken } from "@/features/messages";
import { posts } from "@/features/posts";
import { myId } from "@/features/session";
import { translate } from "@/i18n";
import { announce } from "@/ui/announcer/announce";

const PAUSE_MS = 2_000;

/** Has screen readers say what others write at the end of a list: one sentence, or how many came at once. */
export function useAnnouncedMessages(ids: readonly string[], isAtEnd: boolean): void {
  const last = useRef<string>(undefined);
  const waiting = useRef<string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const before = last.current;
    last.current = ids.at(-1);
    if (before === undefined || !isAtEnd) return;
    const at = ids.indexOf(before);
    if (at < 0) return;
    const mine = myId();
    waiting.current.push(...ids.slice(at + 1).filter((id) => posts.get().posts[id]?.user_id !== mine));
    if (waiting.current.length === 0 || timer.current !== undefined) return;
    say(waiting.current.splice(0));
    timer.current = setTimeout(() => {
      timer.current = undefined;
      say(waiting.current.splice(0));
    }, PAUSE_MS);
  }, [ids, isAtEnd]);

  useEffect(() => () => clearTimeout(timer.current), []);
}

function say(ids: string[]): void {
  const post = posts.get().posts[ids[0] ?? ""];
  if (!post) return;
  announce(ids.length > 1 ? translate("messages.latestNew", { count: ids.length }) : spoken(post));
}
