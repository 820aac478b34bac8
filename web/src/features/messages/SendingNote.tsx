import { lazy, type ReactNode, useEffect, useState } from "react";
import type { Post } from "@/api";
import type { Sending } from "@/features/posts";
import { useT } from "@/i18n";
import { Later } from "@/ui/boundary/Later";
import { Icon } from "@/ui/icon/Icon";

const FailedNote = lazy(async () => ({ default: (await import("./FailedNote")).FailedNote }));

const SOON_MS = 1_000;

interface SendingNoteProps {
  post: Post;
  sending: Sending;
}

/** How a message is doing that has not arrived: nothing for a moment, then that it is on its way or waits, or why it failed. */
export function SendingNote({ post, sending }: SendingNoteProps): ReactNode {
  const t = useT();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), SOON_MS);
    return () => clearTimeout(timer);
  }, []);

  if (sending.state === "failed") {
    return (
      <Later>
        <FailedNote post={post} sending={sending} />
      </Later>
    );
  }
  if (!isLate) return null;
  return (
    <p className="message-note">
      <Icon name="clock" size={16} />{" "}
      {t(sending.state === "waiting" ? "messages.waiting" : "messages.sending")}
    </p>
  );
}
