import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useChannelName } from "@/features/channels";
import { Composer } from "@/features/composer";
import { follows, messages, rowsOf, teamOf, toggleFollowing } from "@/features/messages";
import { needPost, openThreadPosts, posts, rowKey, usePosts } from "@/features/posts";
import { session } from "@/features/session";
import { loadThread, readThread, threads } from "@/features/threads";
import { useT } from "@/i18n";
import { IconButton } from "@/ui/button/IconButton";
import { EmptyState } from "@/ui/empty/EmptyState";
import { type ListHandle, MessageList } from "./MessageList";
import { Pane, PaneHead } from "./Pane";
import { useAnnouncedMessages } from "./useAnnouncedMessages";
import { useOwnSent } from "./useOwnSent";
import { useIsWatched } from "./useReading";
import type { Place } from "./window";

interface ThreadPaneProps {
  root: string;
  onClose: () => void;
  /** Whether the focus goes to where one answers. */
  takesFocus?: boolean;
}

const NONE: string[] = [];

/** A thread: what began it, the replies, and where to answer. */
export function ThreadPane({ root, onClose, takesFocus = true }: ThreadPaneProps): ReactNode {
  const t = useT();
  const pane = useRef<HTMLDivElement>(null);
  const post = posts.use((state) => state.posts[root]);
  const channelName = useChannelName(post?.channel_id ?? "");
  const replies = posts.use((state) => state.replies[root]?.ids ?? NONE);
  const isStale = posts.use((state) => state.stale[root] === true);
  const isLoading = posts.use((state) => state.replies[root] === undefined);
  const ids = useMemo(() => [root, ...replies], [root, replies]);
  const listed = usePosts(ids);
  const me = session.use((state) => state.me?.id ?? "");
  const thread = threads.use((state) => state.threads[root]);
  const [isLost, setIsLost] = useState(false);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const isOn = useIsWatched();
  const team = post ? teamOf(post) : "";
  const unread = thread?.unread_replies ?? 0;
  const [newSince, setNewSince] = useState<number | undefined>(
    unread > 0 ? thread?.last_viewed_at : undefined,
  );
  if (newSince === undefined && unread > 0 && !(isAtEnd && isOn)) setNewSince(thread?.last_viewed_at ?? 0);

  useEffect(() => {
    needPost(root)
      .then((found) => {
        loadThread(teamOf(found), root).catch(() => {});
        return openThreadPosts(root);
      })
      .catch(() => setIsLost(posts.get().posts[root] === undefined));
  }, [root]);
  useEffect(() => {
    // If it fails, the next connection makes it stale again.
    if (!isStale) return;
    const found = posts.get().posts[root];
    if (found) loadThread(teamOf(found), root).catch(() => {});
    openThreadPosts(root).catch(() => {});
  }, [root, isStale]);
  useEffect(() => {
    if (team !== "" && unread > 0 && isAtEnd && isOn) readThread(team, root);
  }, [team, root, unread, isAtEnd, isOn]);

  const isKnown = post !== undefined;
  useEffect(() => {
    if (isKnown && takesFocus) pane.current?.querySelector<HTMLElement>(".composer-field")?.focus();
  }, [isKnown, takesFocus]);

  const rows = useMemo(() => rowsOf(listed, { me, newSince, hasDays: false }), [listed, me, newSince]);
  useAnnouncedMessages(replies, isAtEnd);
  const list = useRef<ListHandle>(null);
  useOwnSent("replies", root, () => list.current?.toEnd());
  const target = messages.use((state) => state.target);
  const targetPost = posts.use((state) => state.posts[target]);
  const targetKey = targetPost && replies.includes(target) ? rowKey(targetPost) : undefined;
  useEffect(() => {
    if (targetKey !== undefined) list.current?.toRow(targetKey);
  }, [targetKey]);
  const isFollowing = post !== undefined && (thread?.is_following ?? follows(post));

  return (
    <Pane ref={pane} label={t("messages.threadOf", { channel: channelName })}>
      <PaneHead title={t("messages.thread")} close={t("messages.closeThread")} onClose={onClose}>
        <p className="conversation-topic cut mute small">
          <bdi>{channelName}</bdi>
        </p>
        <span className="grow" />
        {post && (
          <IconButton
            icon={isFollowing ? "bell" : "bell-off"}
            label={t(isFollowing ? "messages.unfollow" : "messages.follow")}
            pressed={isFollowing}
            onClick={() => toggleFollowing(post)}
          />
        )}
      </PaneHead>
      {isLost ? (
        <EmptyState picture="lock" title={t("messages.gone")}>
          {t("messages.notFound")}
        </EmptyState>
      ) : (
        post && (
          <>
            <MessageList
              rows={rows}
              label={t("messages.threadOf", { channel: channelName })}
              place="thread"
              start={newSince === undefined ? "end" : { key: "new", top: 96 }}
              isLoading={isLoading}
              hasOlder={false}
              hasNewer={false}
              handle={list}
              onMove={(place: Place) => setIsAtEnd(place === "end")}
            />
            <Composer channelId={post.channel_id} rootId={root} />
          </>
        )
      )}
    </Pane>
  );
}
