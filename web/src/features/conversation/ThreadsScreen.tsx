import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { useChannelName } from "@/features/channels";
import { MessageSurroundings, momentOf, useMessageKeys } from "@/features/messages";
import { Face, useName } from "@/features/people";
import { posts } from "@/features/posts";
import { loadMoreThreads, loadThreads, readAllThreads, threads } from "@/features/threads";
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
import { Screen } from "./Screen";
import { ThreadPane } from "./ThreadPane";

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
  useMessageKeys();

  useEffect(() => {
    loadThreads(team.id).catch((error: unknown) => setTrouble(explain(error)));
  }, [team.id]);

  const ids = list?.ids ?? NONE;
  const shown = ids.filter(
    (id) =>
      known[id]?.is_following !== false &&
      (view === "all" || id === open || (known[id]?.unread_replies ?? 0) > 0),
  );

  function handleKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-thread]")];
    const next = items[items.findIndex((item) => item.matches(":focus")) + by];
    event.preventDefault();
    next?.focus();
  }

  return (
    <MessageSurroundings>
      <Screen
        icon="threads"
        title={t("messages.threads")}
        team={team.name}
        actions={
          unread > 0 && (
            <Button kind="bare" icon="check" onClick={() => attempt(() => readAllThreads(team.id))}>
              {t("reading.readAll")}
            </Button>
          )
        }
        aside={
          open && (
            <Boundary key={open}>
              <ThreadPane root={open} onClose={() => goUp(addresses.threads(team.name))} takesFocus={false} />
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
            // biome-ignore lint/a11y/noStaticElementInteractions: the keys move among the buttons in it
            <div className="pane-list scrolls" onKeyDown={handleKeyDown}>
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
