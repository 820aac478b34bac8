import type { MouseEvent, ReactNode } from "react";
import type { Post } from "@/api";
import { fieldBeside, useWritingHindrance } from "@/features/composer";
import { discardMessage, retryMessage, type Sending } from "@/features/posts";
import { useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { Icon } from "@/ui/icon/Icon";
import { copyText } from "./actions";
import { takeBack } from "./unsent";

/** Why a message was refused, and what can be done with it. */
export function FailedNote({ post, sending }: { post: Post; sending: Sending }): ReactNode {
  const t = useT();
  const isClosed = useWritingHindrance(post.channel_id) !== undefined;

  /** Its text goes to where one writes in the same pane, and the focus with it. */
  function handleEdit({ currentTarget }: MouseEvent<HTMLElement>): void {
    const field = fieldBeside(currentTarget);
    void takeBack(post);
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(post.message.length, post.message.length);
    });
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
      {!isClosed && (
        <Button size="small" onClick={handleEdit}>
          {t("messages.edit")}
        </Button>
      )}
      <Button size="small" onClick={() => copyText(post)}>
        {t("messages.copy")}
      </Button>
      <Button size="small" onClick={() => void discardMessage(post.id)}>
        {t("messages.discard")}
      </Button>
    </div>
  );
}
