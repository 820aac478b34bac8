import "./messages.css";
import { type FocusEvent, lazy, type MouseEvent, memo, type ReactNode, useState } from "react";
import type { Post } from "@/api";
import { composer, MessageEditor } from "@/features/composer";
import { EmojiPicker } from "@/features/emoji";
import { isByBot, isPending, posts, rowKey, type Sending } from "@/features/posts";
import { session } from "@/features/session";
import { useT, withTexts } from "@/i18n";
import { Tag } from "@/ui/badge/Badge";
import { Later } from "@/ui/boundary/Later";
import { showDialog } from "@/ui/dialog/DialogHost";
import { Markdown } from "@/ui/markdown";
import type { Anchor } from "@/ui/popover/Popover";
import { tip } from "@/ui/tooltip/tip";
import { AuthorFace, AuthorName, useAuthor } from "./Author";
import { markUnreadFrom, react, startReacting, stopReacting, useIsSaved } from "./actions";
import { Files } from "./Files";
import { addresses } from "./mentions";
import { messages } from "./model";
import { Reactions } from "./Reactions";
import { Replies } from "./Replies";
import { SendingNote } from "./SendingNote";
import { fullTimeOf, timeOf } from "./times";
import { isEphemeral, useVerbs, verbsNow } from "./verbs";

const Extras = lazy(async () => ({ default: (await import("./Extras")).Extras }));
const MessageMenu = lazy(async () => ({ default: (await import("./tools")).MessageMenu }));
const EditHistory = lazy(async () => ({
  default: (await withTexts("reading", import("./EditHistory"))).EditHistory,
}));
const MessageTools = lazy(async () => ({ default: (await import("./tools")).MessageTools }));

export interface MessageRowProps {
  id: string;
  /** Whether the author stands above it. */
  isFirst: boolean;
  /** Where it is listed; a thread has no way into itself. */
  place?: "channel" | "thread" | "list";
  /** Its place in the list, from 1 on. */
  position?: number | undefined;
  /** Whether Tab reaches it: one row of a list at a time. */
  isCurrent?: boolean;
}

/** A message. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactNode {
  const post = posts.use((state) => state.posts[props.id]);
  return post ? <KnownRow {...props} post={post} /> : null;
});

function KnownRow(props: MessageRowProps & { post: Post }): ReactNode {
  const { post, isFirst, place = "channel", position, isCurrent = true } = props;
  const t = useT();
  const [isHot, setIsHot] = useState(false);
  const [menuAt, setMenuAt] = useState<Anchor | null>(null);
  const [element, setElement] = useState<HTMLElement | null>(null);
  const { isPicking, isGoing, isTarget } = useStanding(post.id, place);
  const me = session.use((state) => state.me);
  const sending = posts.use((state) => state.sending[post.id]);
  const isEdited = composer.use((state) => state.editing === post.id);
  const author = useAuthor(post);
  const isDeleted = isGoing || post.delete_at > 0;
  const time = timeOf(post.create_at);
  // The whole date is shown under a pointer that rests on it.
  const when = isHot ? tip(fullTimeOf(post.create_at)) : undefined;
  const hasTools = !isDeleted && !isEdited && !isPending(post) && !isEphemeral(post);

  function handleBlur(event: FocusEvent<HTMLElement>): void {
    if (!event.currentTarget.contains(event.relatedTarget)) setIsHot(event.currentTarget.matches(":hover"));
  }

  /** The menu key and a long press open our menu; the mouse keeps the browser's. */
  function handleContextMenu(event: MouseEvent<HTMLElement>): void {
    const { nativeEvent, currentTarget } = event;
    const isMouse = "pointerType" in nativeEvent && nativeEvent.pointerType === "mouse";
    if (!hasTools || isMouse || isWritten(event.target)) return;
    event.preventDefault();
    setMenuAt(currentTarget);
  }

  function handleClick(event: MouseEvent<HTMLElement>): void {
    if (event.altKey && verbsNow(post).unread && !isWritten(event.target)) {
      event.preventDefault();
      markUnreadFrom(post);
    }
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same is done by a key
    <article
      ref={setElement}
      className="message"
      data-place={place}
      data-key={rowKey(post)}
      data-post={post.id}
      data-first={isFirst ? "" : undefined}
      data-state={sending?.state ?? (isDeleted ? "deleted" : undefined)}
      data-mention={addresses(post, me) ? "" : undefined}
      data-target={isTarget ? "" : undefined}
      data-replies={post.reply_count > 0 && place === "channel" ? "" : undefined}
      data-ring="inside"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={useLabel(post, author, isDeleted)}
      aria-posinset={position}
      aria-setsize={position === undefined ? undefined : -1}
      onMouseEnter={() => setIsHot(true)}
      onMouseLeave={(event) => setIsHot(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setIsHot(true)}
      onBlur={handleBlur}
      onContextMenu={handleContextMenu}
      onClick={handleClick}
    >
      <div className="message-side">
        {isFirst ? (
          <AuthorFace post={post} name={author} />
        ) : (
          <time className="message-time" {...when}>
            {time}
          </time>
        )}
      </div>
      {isFirst && (
        <header className="message-head">
          <AuthorName post={post} name={author} isReachable={isCurrent} />
          {isByBot(post) && <Tag>{t("messages.bot")}</Tag>}
          <time className="message-time" {...when}>
            {time}
          </time>
        </header>
      )}
      <div className="message-body">
        {!isDeleted && <Marks post={post} />}
        {isDeleted ? (
          <p className="message-note">{t("messages.deleted")}</p>
        ) : isEdited ? (
          <MessageEditor postId={post.id} />
        ) : (
          <Content
            post={post}
            sending={sending}
            hasReplies={place !== "thread"}
            onReact={(button) => startReacting(post, place, button)}
          />
        )}
      </div>
      {isHot && hasTools && (
        <Later>
          <MessageTools
            post={post}
            isMenuOpen={menuAt !== null}
            isInThread={place === "thread"}
            onReact={() => startReacting(post, place)}
            onMenu={setMenuAt}
          />
        </Later>
      )}
      {menuAt && (
        // Apart: the tools that it hangs on stay while it comes.
        <Later>
          <MessageMenu
            post={post}
            anchor={menuAt}
            onReact={() => startReacting(post, place)}
            onClose={() => setMenuAt(null)}
          />
        </Later>
      )}
      {isPicking && element && <ReactionPicker post={post} row={element} />}
    </article>
  );
}

/** What is being done with a message. One question to the store: there are many messages. */
function useStanding(id: string, place: string) {
  const standing = messages.use(
    ({ reacting, deleting, target }) =>
      (reacting?.row === `${place} ${id}` ? 1 : 0) | (deleting[id] ? 2 : 0) | (target === id ? 4 : 0),
  );
  return { isPicking: (standing & 1) > 0, isGoing: (standing & 2) > 0, isTarget: (standing & 4) > 0 };
}

/** Whether a press is meant for something that has its own meaning for it. */
function isWritten(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button, textarea, input, img, dialog") !== null;
}

interface ContentProps {
  post: Post;
  sending: Sending | undefined;
  hasReplies: boolean;
  onReact: (button: Element) => void;
}

/** What a message says, and what has been said of it. What most have not costs them nothing. */
function Content({ post, sending, hasReplies, onReact }: ContentProps): ReactNode {
  const { files, reactions } = post.metadata;
  return (
    <>
      {post.message !== "" && <Markdown text={post.message} />}
      {post.edit_at > 0 && <Edited post={post} />}
      {(post.props.attachments !== undefined || post.metadata.embeds !== undefined) && (
        <Later>
          <Extras post={post} />
        </Later>
      )}
      {files && files.length > 0 && <Files files={files} />}
      {sending && <SendingNote post={post} sending={sending} />}
      {reactions && reactions.length > 0 && <Reactions post={post} reactions={reactions} onAdd={onReact} />}
      {hasReplies && post.reply_count > 0 && <Replies post={post} />}
    </>
  );
}

interface ReactionPickerProps {
  post: Post;
  row: Element;
}

function ReactionPicker({ post, row }: ReactionPickerProps): ReactNode {
  const button = messages.use((state) => state.reacting?.anchor);
  return (
    <EmojiPicker
      anchor={button ?? row.querySelector(".message-tools") ?? row}
      align={button ? "start" : "end"}
      onClose={stopReacting}
      onPick={(name) => {
        stopReacting();
        react(post, name);
      }}
    />
  );
}

/** That a message has been changed. What it said before is told to its author alone. */
function Edited({ post }: { post: Post }): ReactNode {
  const t = useT();
  const me = session.use((state) => state.me?.id);
  const { edit } = useVerbs(post);
  if (!edit || post.user_id !== me) return <span className="message-edited">{t("messages.edited")}</span>;
  return (
    <button
      type="button"
      className="message-edited"
      aria-haspopup="dialog"
      {...tip(t("messages.history"))}
      onClick={() => showDialog((close) => <EditHistory id={post.id} onClose={close} />)}
    >
      {t("messages.edited")}
    </button>
  );
}

/** What is particular about a message, above its text. */
function Marks({ post }: { post: Post }): ReactNode {
  const t = useT();
  const isSaved = useIsSaved(post.id);
  const priority = post.metadata.priority?.priority;
  if (!post.is_pinned && !isSaved && !isEphemeral(post) && !priority) return null;
  return (
    <p className="message-marks">
      {priority && (
        <Tag kind={priority === "urgent" ? "bad" : "on"} icon="flag">
          {t(`messages.${priority}`)}
        </Tag>
      )}
      {post.is_pinned && <Tag icon="pin">{t("messages.pinnedMark")}</Tag>}
      {isSaved && <Tag icon="bookmark-on">{t("messages.savedMark")}</Tag>}
      {isEphemeral(post) && <Tag icon="eye">{t("messages.onlyYou")}</Tag>}
    </p>
  );
}

/** A message in one sentence, as it is read out. */
function useLabel(post: Post, author: string, isDeleted: boolean): string {
  const t = useT();
  const text = isDeleted ? t("messages.deleted") : post.message;
  const parts = [t("messages.row", { author, time: timeOf(post.create_at), text })];
  const reactions = post.metadata.reactions?.length ?? 0;
  if (reactions > 0) parts.push(t("messages.reactions", { count: reactions }));
  if (post.reply_count > 0 && post.root_id === "")
    parts.push(t("messages.replies", { count: post.reply_count }));
  return parts.join(", ");
}
