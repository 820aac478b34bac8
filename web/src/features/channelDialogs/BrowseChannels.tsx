import "./channelDialogs.css";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { api, type Channel, pageSizes, type Team } from "@/api";
import { channelAddress, channels, joinChannel } from "@/features/channels";
import { people } from "@/features/people";
import { useMayInTeam } from "@/features/teams";
import { currentLanguage, explain, useT } from "@/i18n";
import { fold } from "@/lib/fold";
import { Tag } from "@/ui/badge/Badge";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { Segments } from "@/ui/choice/Radio";
import { Dialog } from "@/ui/dialog/Dialog";
import { EmptyState } from "@/ui/empty/EmptyState";
import { Select } from "@/ui/field/Select";
import { TextInput } from "@/ui/field/TextInput";
import { Icon } from "@/ui/icon/Icon";
import { showCreateChannel } from "./show";

interface BrowseChannelsProps {
  team: Team;
  onClose: () => void;
}

type Kind = "public" | "archived";
type Sorting = "name" | "members" | "recent";

/** All channels of a kind, page by page. */
async function loadAll(kind: Kind, team: string, take: (found: Channel[]) => boolean): Promise<void> {
  for (let page = 0; ; page += 1) {
    const found = await (kind === "public"
      ? api.publicChannels(team, page)
      : api.archivedChannels(team, page));
    if (!take(found) || found.length < pageSizes.channels) return;
  }
}

/** The channels of a team that one may look into, and join. */
export function BrowseChannels({ team, onClose }: BrowseChannelsProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const members = channels.use((state) => state.members);
  const mayCreate = useMayInTeam(team.id, "create_public_channel");
  const [kind, setKind] = useState<Kind>("public");
  const [sorting, setSorting] = useState<Sorting>("name");
  const [term, setTerm] = useState("");
  const [found, setFound] = useState<Channel[]>();
  const [counts, setCounts] = useState<Record<string, number>>({});
  const [trouble, setTrouble] = useState<string>();

  useEffect(() => {
    let isOld = false;
    setFound(undefined);
    loadAll(kind, team.id, (page) => {
      if (isOld) return false;
      setFound((all = []) => [...all, ...page]);
      if (page.length > 0)
        api.memberCounts(page.map((one) => one.id)).then(
          (more) => setCounts((all) => ({ ...all, ...more })),
          () => {},
        );
      return true;
    }).catch((error: unknown) => setTrouble(explain(error)));
    return () => {
      isOld = true;
    };
  }, [kind, team.id]);

  const shown = useMemo(() => {
    const wanted = fold(term.trim());
    const compare = {
      name: (a: Channel, b: Channel) => a.display_name.localeCompare(b.display_name, currentLanguage()),
      members: (a: Channel, b: Channel) => (counts[b.id] ?? 0) - (counts[a.id] ?? 0),
      recent: (a: Channel, b: Channel) => b.last_post_at - a.last_post_at,
    }[sorting];
    return (found ?? [])
      .filter((one) => fold(`${one.display_name} ${one.name} ${one.purpose}`).includes(wanted))
      .sort(compare);
  }, [found, counts, term, sorting]);

  async function handleOpen(channel: Channel): Promise<void> {
    try {
      if (!members[channel.id] && channel.delete_at === 0) await joinChannel(channel);
      onClose();
      navigate(channelAddress(channel, team.name, people.get()));
    } catch (error) {
      setTrouble(explain(error));
    }
  }

  return (
    <Dialog
      title={t("moving.browse.title")}
      size="wide"
      onClose={onClose}
      footer={
        mayCreate && (
          <Button icon="plus" onClick={() => showCreateChannel(team)}>
            {t("moving.create.title")}
          </Button>
        )
      }
    >
      {trouble && (
        <Banner kind="bad" boxed>
          {trouble}
        </Banner>
      )}
      <TextInput
        label={t("channels.browse.search")}
        hideLabel
        placeholder={t("channels.browse.search")}
        icon="search"
        type="search"
        value={term}
        onChange={setTerm}
      />
      <div className="line wrap">
        <Segments
          label={t("channels.browse.kind")}
          choices={[
            { value: "public", text: t("channels.browse.public") },
            { value: "archived", text: t("channels.browse.archived") },
          ]}
          value={kind}
          onChange={setKind}
        />
        <span className="end">
          <Select
            label={t("moving.sorting")}
            hideLabel
            size="small"
            value={sorting}
            onChange={setSorting}
            options={[
              { value: "name", text: t("channels.browse.byName") },
              { value: "members", text: t("channels.browse.byMembers") },
              { value: "recent", text: t("channels.browse.byActivity") },
            ]}
          />
        </span>
      </div>
      {found && shown.length === 0 && (
        <EmptyState picture="lens" title={t("channels.browse.none")}>
          {t("channels.browse.noneText")}
        </EmptyState>
      )}
      <ul className="channel-dialogs-list scrolls" aria-label={t("moving.browse.title")}>
        {shown.map((channel) => (
          <li key={channel.id} className="channel-dialogs-row">
            <Icon name={channel.delete_at > 0 ? "archive" : "channel"} />
            <div className="grow">
              <p className="line">
                <bdi className="cut channel-dialogs-name">{channel.display_name}</bdi>
                {members[channel.id] && <Tag kind="on">{t("channels.browse.joined")}</Tag>}
              </p>
              {(channel.purpose || counts[channel.id] !== undefined) && (
                <p className="cut mute small">
                  {counts[channel.id] !== undefined && (
                    <span className="num">
                      {t("channels.memberCount", { count: counts[channel.id] ?? 0 })}
                    </span>
                  )}
                  {channel.purpose && counts[channel.id] !== undefined && " · "}
                  <bdi>{channel.purpose}</bdi>
                </p>
              )}
            </div>
            <Button
              size="small"
              aria-label={t(
                members[channel.id] || channel.delete_at > 0
                  ? "channels.browse.openOne"
                  : "channels.browse.joinOne",
                { channel: channel.display_name },
              )}
              onClick={() => void handleOpen(channel)}
            >
              {t(
                members[channel.id] || channel.delete_at > 0 ? "channels.browse.open" : "moving.browse.join",
              )}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
