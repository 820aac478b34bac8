import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { isRefused } from "@/api";
import { channelAddress, channels, loadChannel } from "@/features/channels";
import { lightUp } from "@/features/messages";
import { people } from "@/features/people";
import { needPost, openAround } from "@/features/posts";
import { teams } from "@/features/teams";
import { explain, useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Button } from "@/ui/button/Button";
import { EmptyState } from "@/ui/empty/EmptyState";
import { Screen } from "./Screen";

interface PermalinkScreenProps {
  /** The team of the address; none where the link names none. */
  team: string | undefined;
  post: string;
}

/** Where a link to a message leads: its channel, around it. What can't be opened says so. */
export function PermalinkScreen({ team, post: id }: PermalinkScreenProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const [trouble, setTrouble] = useState<"gone" | string>();
  const [tries, setTries] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is tried again by count
  useEffect(() => {
    let isLeft = false;
    goTo(id, team)
      .then((address) => {
        if (isLeft) return;
        navigate(address, { replace: true });
        lightUp(id);
      })
      .catch((error: unknown) => {
        if (!isLeft) setTrouble(isRefused(error) ? "gone" : explain(error));
      });
    return () => {
      isLeft = true;
    };
  }, [id, team, navigate, tries]);

  return (
    <Screen icon="link" title={t("reading.linked")} team={team}>
      {trouble === "gone" ? (
        <EmptyState
          picture="lock"
          title={t("messages.gone")}
          actions={<Button onClick={() => navigate(addresses.root)}>{t("moving.missing.home")}</Button>}
        >
          {t("reading.cantOpen")}
        </EmptyState>
      ) : (
        trouble && (
          <EmptyState
            picture="lock"
            title={t("reading.notNow")}
            actions={<Button onClick={() => setTries(tries + 1)}>{t("buttons.retry")}</Button>}
          >
            {trouble}
          </EmptyState>
        )
      )}
    </Screen>
  );
}

/** Asks for a message and what is around it, and says where that is shown. */
async function goTo(id: string, teamName: string | undefined): Promise<string> {
  const post = await needPost(id);
  const channel = channels.get().channels[post.channel_id] ?? (await loadChannel(post.channel_id));
  await openAround(post.root_id === "" ? post : await needPost(post.root_id));
  const { teams: all, last } = teams.get();
  const own = all[channel.team_id]?.name ?? teamName ?? all[last]?.name ?? Object.values(all)[0]?.name ?? "";
  return channelAddress(channel, own, people.get());
}
