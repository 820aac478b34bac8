import { type ReactNode, useEffect, useState } from "react";
import type { Post } from "@/api";
import { discardMessage, retryMessage, type Sending } from "@/features/posts";
import { useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { Icon } from "@/ui/icon/Icon";
import { copyText } from "./actions";

const SOON_MS = 1_000;

interface SendingNoteProps {
  post: Post;
  sending: Sending;
}

/** How a message is doing that has not arrived: nothing for a moment, then that it waits, or why it failed. */
export function SendingNote({ post, sending }: SendingNoteProps): ReactNode {
  const t = useT();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), SOON_MS);
    return () => clearTimeout(timer);
  }, []);

  if (sending.state !== "failed") {
    if (!isLate) return null;
    return (
      <p className="message-note">
        <Icon name="clock" size={16} /> {t("messages.waiting")}
      </p>
    );
  }
  return (
    <div className="message-note" data-kind="bad">
      <Icon name="error" size={16} />
      <span>
        {sending.error ? t("messages.notSent", { reason: sending.error.message }) : t("messages.notSentBare")}
      </span>
      <Button size="small" onClick={() => void retryMessage(post.id)}>
        {t("messages.tryAgain")}
      </Button>
      <Button size="small" onClick={() => copyText(post)}>
        {t("messages.copy")}
      </Button>
      <Button size="small" onClick={() => void discardMessage(post.id)}>
        {t("messages.discard")}
      </Button>
    </div>
  );
}
