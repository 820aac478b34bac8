import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { useChannelName } from "@/features/channels";
import { useShortcut } from "@/features/keyboard";
import { MessageSurroundings, momentOf, useMessageKeys } from "@/features/messages";
import { Face, useName } from "@/features/people";
import { posts } from "@/features/posts";
import { finishThread, finishThreads, loadMoreThreads, loadThreads, threads } from "@/features/threads";
import { explain, useT } from "@/i18n";
import { goUp } from "@/lib/backStack";
import { addresses } from "@/lib/routes";
import { Badge, Pip, Tag } from "@/ui/badge/Badge";
import { Banner } from "@/ui/banner/Banner";
import { Boundary } from "@/ui/boundary/Boundary";
import { Button } from "@/ui/button/Button";
import { EmptyState } from "@/ui/empty/EmptyState";
import { Tabs } from "@/ui/tabs/Tabs";
import { attempt } from "@/ui/toast/attempt";
import { undoable } from "@/ui/toast/undoable";
import { Screen } from "./Screen";
import { ThreadPane } from "./ThreadPane";
import { useThreadKeys } from "./useThreadKeys";

interface ThreadsScreenProps {
  team: Team;
  /** The thread that is read. */
  open: string | undefined;
}

const NONE: string[] = [];
const FACES = 4;

/** The threads that I follow, the latest answered first, and beside them the one that is read. */
export function ThreadsScreen({ team, open }: ThreadsScreenProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const [view, setView] = useState<"unread" | "all">("all");
  const [trouble, setTrouble] = useState<string>();
  const list = threads.use((state) => state.lists[team.id]);
  const known = threads.use((state) => state.threads);
  const unread = threads.use((state) => state.totals[team.id]?.unread ?? 0);
  const handleClose = (): void => goUp(addresses.threads(team.name));
  useMessageKeys();
  useShortcut("leavePane", () => {
    const active = document.activeElement;
    if (!open || !(active?.closest(".pane") || active === document.body)) return false;
    handleClose();
    document.querySelector<HTMLElement>(`[data-thread="${open}"]`)?.focus();
    return undefined;
  });
  useThreadKeys((id) => {
    if ((known[id]?.unread_replies ?? 0) === 0) return false;
    undoable({ text: t("reading.threadRead"), ...finishThread(team.id, id) });
    return true;
  });

  useEffect(() => {
    loadThreads(team.id).catch((error: unknown) => setTrouble(explain(error)));
  }, [team.id]);

  const ids = list?.ids ?? NONE;
  const shown = ids.filter(
    (id) =>
      known[id]?.is_following !== false &&
      (view === "all" || id === open || (known[id]?.unread_replies ?? 0) > 0),
  );

  return (
    <MessageSurroundings>
      <Screen
        icon="threads"
        title={t("messages.threads")}
        team={team.name}
        actions={
          unread > 0 && (
            <Button
              kind="bare"
              icon="check"
              onClick={() => undoable({ text: t("reading.threadsRead"), ...finishThreads(team.id) })}
            >
              {t("reading.readAll")}
            </Button>
          )
        }
        aside={
          open && (
            <Boundary key={open}>
              <ThreadPane root={open} onClose={handleClose} takesFocus={false} />
            </Boundary>
          )
        }
      >
        {trouble && <Banner kind="bad">{trouble}</Banner>}
        <Tabs
          label={t("messages.threads")}
          selected={view}
          onSelect={setView}
          tabs={[
            { id: "all", text: t("reading.allThreads") },
            {
              id: "unread",
              text: t("reading.unreadThreads"),
              count: unread,
              countLabel: t("reading.unreadCount", { count: unread }),
            },
          ]}
        >
          {list && shown.length === 0 ? (
            <EmptyState picture="cup" title={t(view === "all" ? "reading.noThreads" : "reading.caughtUp")}>
              {t(view === "all" ? "reading.noThreadsText" : "reading.caughtUpText")}
            </EmptyState>
          ) : (
            <div className="pane-list scrolls">
              {shown.map((id) => (
                <ThreadItem
                  key={id}
                  id={id}
                  isOpen={id === open}
                  onOpen={() => navigate(addresses.threads(team.name, id))}
                />
              ))}
              {list?.hasMore && (
                <div className="list-more">
                  <Button onClick={() => attempt(() => loadMoreThreads(team.id))}>{t("reading.more")}</Button>
                </div>
              )}
            </div>
          )}
        </Tabs>
      </Screen>
    </MessageSurroundings>
  );
}

interface ThreadItemProps {
  id: string;
  isOpen: boolean;
  onOpen: () => void;
}

function ThreadItem({ id, isOpen, onOpen }: ThreadItemProps): ReactNode {
  const t = useT();
  const thread = threads.use((state) => state.threads[id]);
  const post = posts.use((state) => state.posts[id]);
  const channelName = useChannelName(post?.channel_id ?? "");
  const author = useName(post?.user_id ?? "");
  if (!thread || !post) return null;
  return (
    <button
      type="button"
      className="thread-item"
      data-thread={id}
      data-ring="inside"
      data-unread={thread.unread_replies > 0 ? "" : undefined}
      aria-current={isOpen || undefined}
      onClick={onOpen}
    >
      <span className="line small mute">
        {thread.unread_mentions > 0 ? (
          <Badge
            count={thread.unread_mentions}
            label={t("moving.mentions", { count: thread.unread_mentions })}
          />
        ) : (
          thread.unread_replies > 0 && <Pip label={t("moving.unread")} />
        )}
        <bdi className="cut">{channelName}</bdi>
        <span className="grow" />
        <time>{momentOf(thread.last_reply_at || post.create_at)}</time>
      </span>
      <span className="thread-item-text">
        <bdi className="soft">{author}</bdi> <bdi>{post.message.split("\n")[0]}</bdi>
      </span>
      <span className="line small">
        <span className="message-faces">
          {thread.participants.slice(0, FACES).map((one) => (
            <Face key={one} user={one} size={20} />
          ))}
        </span>
        <span className="mute">{t("messages.replies", { count: thread.reply_count })}</span>
        <span className="grow" />
        {thread.unread_replies > 0 && (
          <Tag kind="on">{t("reading.newReplies", { count: thread.unread_replies })}</Tag>
        )}
      </span>
    </button>
  );
}
