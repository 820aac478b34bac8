import type { ReactNode } from "react";
import type { Post } from "@/api";
import { Face } from "@/features/people";
import { threads } from "@/features/threads";
import { useT } from "@/i18n";
import { Pip } from "@/ui/badge/Badge";
import { openThread } from "./actions";
import { momentOf } from "./times";

const FACES = 3;

/** Under a root: who answered, how often, and when last. It opens the thread. */
export function Replies({ post }: { post: Post }): ReactNode {
  const t = useT();
  const unread = threads.use((state) => state.threads[post.id]?.unread_replies ?? 0);
  const count = post.reply_count;
  const last = post.last_reply_at ?? 0;
  return (
    <button type="button" className="message-replies" onClick={() => openThread(post)}>
      <span className="message-faces">
        {(post.participants ?? []).slice(-FACES).map((one) => (
          <Face key={one.id} user={one.id} size={20} />
        ))}
      </span>
      <span className="message-replies-count">{t("messages.replies", { count })}</span>
      {last > 0 && <span className="mute">{t("messages.lastReply", { time: momentOf(last) })}</span>}
      {unread > 0 && <Pip label={t("messages.unreadReplies", { count: unread })} />}
    </button>
  );
}
