import "./channelHead.css";
import { type MouseEvent, type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import type { Channel } from "@/api";
import {
  channels,
  isDirect,
  isGroup,
  loadMemberCount,
  teammateOf,
  useChannelName,
} from "@/features/channels";
import { Face } from "@/features/people";
import { session } from "@/features/session";
import { sortedTeams, teams } from "@/features/teams";
import { useT } from "@/i18n";
import { goUp } from "@/lib/backStack";
import { addresses } from "@/lib/routes";
import { Later } from "@/ui/boundary/Later";
import { IconButton } from "@/ui/button/IconButton";
import { Icon } from "@/ui/icon/Icon";
import { ChannelMenu, showMembers } from "./show";

interface ChannelHeadProps {
  id: string;
  /** Tools of whoever shows the channel, at the end of the bar. */
  children?: ReactNode;
}

/** Who goes through channels asks for nothing until they stay in one. */
const STAY_MS = 150;

/**
 * How many are in a channel; asked for when it is opened, and when people come and go. What is asked for at the start
 * tells it of the channel that is open then.
 */
function useMemberCount(id: string): number | undefined {
  const count = channels.use((state) => state.memberCounts[id]);
  const isWanted = session.use((state) => state.isCurrent) && count === undefined;
  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => void loadMemberCount(id).catch(() => {}), STAY_MS);
    return () => clearTimeout(timer);
  }, [id, isWanted]);
  return count;
}

function sign(channel: Channel): ReactNode {
  if (isDirect(channel)) return <Face user={teammateOf(channel)} size={24} withPresence />;
  if (channel.delete_at > 0) return <Icon name="archive" />;
  return <Icon name={isGroup(channel) ? "people" : channel.type === "P" ? "lock" : "channel"} />;
}

/** The bar above a channel: its name with what can be done with it, its topic, its people. */
export function ChannelHead({ id, children }: ChannelHeadProps): ReactNode {
  const t = useT();
  const channel = channels.use((state) => state.channels[id]);
  const name = useChannelName(id);
  const last = teams.use((state) => state.last);
  const all = teams.use((state) => state.teams);
  const count = useMemberCount(id);
  const [opened, setOpened] = useState<{ id: string; anchor: Element }>();
  const menu = opened?.id === id ? opened.anchor : undefined;
  const team = all[channel?.team_id || last] ?? sortedTeams(all)[0];
  if (!channel || !team) return null;
  const list = addresses.team(team.name);
  function handleBack(event: MouseEvent): void {
    event.preventDefault();
    goUp(list);
  }
  const label = t("moving.rowMenu", { channel: name });
  return (
    <header className="channel-head">
      <Link
        className="channel-head-back"
        href={list}
        aria-label={t("moving.backToList")}
        onClick={handleBack}
      >
        <Icon name="arrow-left" />
      </Link>
      <h1>
        <button
          type="button"
          className="channel-head-name"
          aria-haspopup="menu"
          aria-expanded={menu !== undefined}
          onClick={(event) => setOpened(menu ? undefined : { id, anchor: event.currentTarget })}
        >
          {sign(channel)}
          <bdi className="cut">{name}</bdi>
          <Icon name="chevron-down" size={16} />
        </button>
      </h1>
      {channel.header && (
        <p className="channel-head-topic cut" dir="auto">
          {channel.header}
        </p>
      )}
      <div className="channel-head-tools">
        {!isDirect(channel) && (
          <IconButton
            icon="people"
            label={t("moving.members.open", { count: count ?? 0 })}
            {...(count === undefined ? {} : { text: String(count) })}
            onClick={() => showMembers(channel, team.id)}
          />
        )}
        {children}
      </div>
      {menu && (
        <Later>
          <ChannelMenu
            channel={channel}
            team={team}
            name={name}
            label={label}
            anchor={menu}
            onClose={() => setOpened(undefined)}
          />
        </Later>
      )}
    </header>
  );
}
