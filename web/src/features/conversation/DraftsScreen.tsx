import "./drafts.css";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { channelAddress, channels, useChannelName } from "@/features/channels";
import { type Draft, draftList, drafts, keepDraft, placeId } from "@/features/drafts";
import { perform } from "@/features/keyboard";
import { momentOf, openThread } from "@/features/messages";
import { people } from "@/features/people";
import { needPost } from "@/features/posts";
import { teams } from "@/features/teams";
import { useT } from "@/i18n";
import { useSameList } from "@/lib/slice";
import { Button } from "@/ui/button/Button";
import { IconButton } from "@/ui/button/IconButton";
import { EmptyState } from "@/ui/empty/EmptyState";
import { attempt } from "@/ui/toast/attempt";
import { copy } from "@/ui/toast/copy";
import { toasts } from "@/ui/toast/toasts";
import { Screen } from "./Screen";

/** What was begun and not sent, the latest first. */
export function DraftsScreen({ team }: { team: Team }): ReactNode {
  const t = useT();
  const list = drafts.use(useSameList(draftList));
  return (
    <Screen icon="edit" title={t("moving.drafts")} team={team.name}>
      {list.length === 0 ? (
        <EmptyState picture="sheet" title={t("reading.drafts.none")}>
          {t("reading.drafts.noneText")}
        </EmptyState>
      ) : (
        <ul className="pane-list scrolls">
          {list.map((draft) => (
            <DraftItem key={placeId(draft)} draft={draft} team={team} />
          ))}
        </ul>
      )}
    </Screen>
  );
}

function DraftItem({ draft, team }: { draft: Draft; team: Team }): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const channel = channels.use((state) => state.channels[draft.channel]);
  const own = teams.use((state) => state.teams[channel?.team_id ?? ""]) ?? team;
  const name = useChannelName(draft.channel) || t("reading.drafts.left");
  const isArchived = (channel?.delete_at ?? 0) > 0;

  function handleOpen(): void {
    if (!channel) return;
    navigate(channelAddress(channel, own.name, people.get()));
    if (draft.root === "") requestAnimationFrame(() => perform("compose"));
    else attempt(async () => openThread(await needPost(draft.root)));
  }

  function handleDelete(): void {
    keepDraft(draft, "");
    toasts.show({
      text: t("reading.drafts.deleted"),
      action: { text: t("buttons.undo"), keys: "Z", onAction: () => keepDraft(draft, draft.text) },
    });
  }

  return (
    <li className="drafts-item">
      <div className="grow">
        <p className="line small mute">
          <bdi className="cut">{name}</bdi>
          {own !== team && <bdi className="cut">{own.display_name}</bdi>}
          {isArchived && <span>{t("reading.drafts.archived")}</span>}
          {draft.root !== "" && <span>{t("reading.drafts.inThread")}</span>}
          <time className="end">{momentOf(draft.at)}</time>
        </p>
        <p className="drafts-text" dir="auto">
          {draft.text}
        </p>
      </div>
      {channel && !isArchived ? (
        <Button size="small" aria-label={t("reading.drafts.openIn", { channel: name })} onClick={handleOpen}>
          {t("reading.drafts.open")}
        </Button>
      ) : (
        <IconButton
          icon="copy"
          size={28}
          label={t("messages.copyText")}
          onClick={() => copy(draft.text, t("messages.textCopied"))}
        />
      )}
      <IconButton
        icon="trash"
        size={28}
        label={t("reading.drafts.delete", { channel: name })}
        onClick={handleDelete}
      />
    </li>
  );
}
