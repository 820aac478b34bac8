import { type ReactNode, useEffect, useState } from "react";
import { api } from "@/api";
import { MessageRow } from "@/features/messages";
import { learnPosts, posts } from "@/features/posts";
import { explain, useT } from "@/i18n";
import { useSameList } from "@/lib/slice";
import { Banner } from "@/ui/banner/Banner";
import { EmptyState } from "@/ui/empty/EmptyState";
import { Pane, PaneHead } from "./Pane";

interface PinnedPaneProps {
  channelId: string;
  onClose: () => void;
}

/** What is pinned in a channel, newest first. */
export function PinnedPane({ channelId, onClose }: PinnedPaneProps): ReactNode {
  const t = useT();
  const [isLoaded, setIsLoaded] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const pinned = posts.use(
    useSameList((state) =>
      Object.values(state.posts)
        .filter((post) => post.channel_id === channelId && post.is_pinned && post.delete_at === 0)
        .sort((a, b) => b.create_at - a.create_at),
    ),
  );

  useEffect(() => {
    api
      .pinnedPosts(channelId)
      .then((page) => {
        learnPosts(Object.values(page.posts));
        setIsLoaded(true);
      })
      .catch((error: unknown) => setTrouble(explain(error)));
  }, [channelId]);

  return (
    <Pane label={t("messages.pinned")}>
      <PaneHead title={t("messages.pinned")} close={t("reading.closePane")} onClose={onClose}>
        <span className="grow" />
      </PaneHead>
      {trouble && <Banner kind="bad">{trouble}</Banner>}
      {isLoaded && pinned.length === 0 ? (
        <EmptyState picture="sheet" title={t("reading.noPinned")}>
          {t("reading.noPinnedText")}
        </EmptyState>
      ) : (
        <div className="pane-list scrolls" data-messages="">
          {pinned.map((post) => (
            <MessageRow key={post.id} id={post.id} isFirst place="list" />
          ))}
        </div>
      )}
    </Pane>
  );
}
