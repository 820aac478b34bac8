import { type ReactNode, useEffect, useState } from "react";
import { MessageRow } from "@/features/messages";
import { loadPinned, pinnedIn, posts } from "@/features/posts";
import { session } from "@/features/session";
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
  const pinned = posts.use(useSameList((state) => pinnedIn(state, channelId)));
  const isCurrent = session.use((state) => state.isCurrent);

  useEffect(() => {
    // After a gap it is asked for anew.
    if (!isCurrent) return;
    loadPinned(channelId).then(
      () => {
        setTrouble(undefined);
        setIsLoaded(true);
      },
      (error: unknown) => setTrouble(explain(error)),
    );
  }, [channelId, isCurrent]);

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
