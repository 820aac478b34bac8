import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { api, pageSizes } from "@/api";
import { useChannelName } from "@/features/channels";
import { MessageRow, MessageSurroundings, useMessageKeys } from "@/features/messages";
import { learnPosts, posts } from "@/features/posts";
import { session } from "@/features/session";
import { explain, useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { EmptyState } from "@/ui/empty/EmptyState";
import { Screen } from "./Screen";

/** Everything that I saved, newest first. */
export function SavedScreen({ team }: { team: string }): ReactNode {
  const t = useT();
  const [pages, setPages] = useState(1);
  const [found, setFound] = useState<string[]>();
  const [hasMore, setHasMore] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const preferences = session.use((state) => state.preferences);
  const all = posts.use((state) => state.posts);
  useMessageKeys();

  useEffect(() => {
    api
      .savedPosts(pages - 1)
      .then((page) => {
        learnPosts(Object.values(page.posts));
        setFound((before = []) => [...new Set([...before, ...page.order])]);
        setHasMore(page.order.length >= pageSizes.savedPosts);
      })
      .catch((error: unknown) => setTrouble(explain(error)));
  }, [pages]);

  const shown = useMemo(
    () =>
      (found ?? []).filter(
        (id) => preferences[`flagged_post/${id}`]?.value === "true" && all[id]?.delete_at === 0,
      ),
    [found, preferences, all],
  );

  return (
    <MessageSurroundings>
      <Screen icon="bookmark" title={t("messages.saved")} team={team}>
        {trouble && <Banner kind="bad">{trouble}</Banner>}
        {found && shown.length === 0 ? (
          <EmptyState picture="sheet" title={t("reading.noSaved")}>
            {t("reading.noSavedText")}
          </EmptyState>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key
          <div className="pane-list scrolls" data-messages="" tabIndex={0} data-ring="inside">
            {shown.map((id) => (
              <Saved key={id} id={id} team={team} />
            ))}
            {hasMore && (
              <div className="list-more">
                <Button onClick={() => setPages(pages + 1)}>{t("reading.more")}</Button>
              </div>
            )}
          </div>
        )}
      </Screen>
    </MessageSurroundings>
  );
}

function Saved({ id, team }: { id: string; team: string }): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const channelId = posts.use((state) => state.posts[id]?.channel_id ?? "");
  const name = useChannelName(channelId);
  return (
    <section className="list-found" aria-label={name}>
      <header className="line small mute">
        <bdi className="cut">{name}</bdi>
        <Button size="small" kind="bare" onClick={() => navigate(addresses.permalink(team, id))}>
          {t("messages.goToMessage")}
        </Button>
      </header>
      <MessageRow id={id} isFirst place="list" />
    </section>
  );
}
