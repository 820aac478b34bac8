import "./conversation.css";
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { channels, useChannelName, view } from "@/features/channels";
import { Composer, composer, MessageEditor } from "@/features/composer";
import { useName } from "@/features/people";
import { openPosts, posts, readOlder, retryMessage, rowKey } from "@/features/posts";
import { currentLanguage, useT } from "@/i18n";
import { Avatar } from "@/ui/avatar/Avatar";
import { Button } from "@/ui/button/Button";
import { Icon } from "@/ui/icon/Icon";
import { Markdown } from "@/ui/markdown";

interface ConversationProps {
  id: string;
}

const NONE: string[] = [];

/** A channel: its messages, and where to write. */
export function Conversation({ id }: ConversationProps): ReactNode {
  const t = useT();
  const channel = channels.use((state) => state.channels[id]);
  const name = useChannelName(channel);
  const ids = posts.use((state) => state.stretches[id]?.ids ?? NONE);
  const log = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  useEffect(() => {
    channels.set({ open: id });
    // Without an answer the kept page stays; the next connection asks again.
    openPosts(id).catch(() => {});
    return () => channels.set((state) => (state.open === id ? { open: "" } : {}));
  }, [id]);

  useLayoutEffect(() => {
    const element = log.current;
    if (ids.length > 0 && element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [ids]);

  useEffect(() => {
    if (ids.length > 0 && isAtEnd.current && document.hasFocus()) view(id);
  }, [id, ids]);

  function handleScroll(): void {
    const element = log.current;
    if (!element) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    // If it fails, scrolling asks again.
    if (element.scrollTop < 400) readOlder(id).catch(() => {});
  }

  if (!channel) return null;
  return (
    <main className="conversation" aria-label={name}>
      <header className="conversation-head">
        <h1>
          <Icon name={channel.type === "P" ? "lock" : "channel"} />
          <bdi className="cut">{name}</bdi>
        </h1>
        {channel.header && <p className="cut mute small">{channel.header}</p>}
      </header>
      <div
        className="conversation-log scrolls"
        ref={log}
        role="log"
        aria-label={t("messages.list", { channel: name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key
        tabIndex={0}
        data-ring="inside"
        onScroll={handleScroll}
      >
        {ids.map((post) => (
          <Row key={post} id={post} />
        ))}
      </div>
      <Composer channelId={id} />
    </main>
  );
}

function Row({ id }: { id: string }): ReactNode {
  const t = useT();
  const post = posts.use((state) => state.posts[id]);
  const sending = posts.use((state) => state.sending[id]);
  const isEdited = composer.use((state) => state.editing === id);
  const author = useName(post?.user_id ?? "");
  if (!post) return null;
  const time = new Intl.DateTimeFormat(currentLanguage(), { timeStyle: "short" }).format(post.create_at);
  return (
    <article className="conversation-row" data-key={rowKey(post)} data-state={sending?.state}>
      <Avatar id={post.user_id} name={author} />
      <div>
        <header className="line">
          <bdi className="conversation-author">{author}</bdi>
          <time className="mute tiny">{time}</time>
        </header>
        {post.delete_at > 0 ? (
          <p className="mute">{t("messages.deleted")}</p>
        ) : isEdited ? (
          <MessageEditor postId={id} />
        ) : (
          <Markdown text={post.message} />
        )}
        {sending?.state === "waiting" && <p className="mute small">{t("messages.waiting")}</p>}
        {sending?.state === "failed" && (
          <div className="line small">
            <span>
              {sending.error
                ? t("messages.notSent", { reason: sending.error.message })
                : t("messages.notSentBare")}
            </span>
            <Button size="small" onClick={() => void retryMessage(id)}>
              {t("messages.tryAgain")}
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}
