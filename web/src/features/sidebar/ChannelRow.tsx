import { type MouseEvent, memo, type ReactNode, useState } from "react";
import type { Channel, Team } from "@/api";
import { ChannelMenu } from "@/features/channelDialogs";
import {
  channelAddress,
  channels,
  isDirect,
  teammateOf,
  unreadOf,
  useChannelName,
} from "@/features/channels";
import { drafts, hasDraft } from "@/features/drafts";
import { Face, people } from "@/features/people";
import { useT } from "@/i18n";
import { follow } from "@/lib/backStack";
import { basePath } from "@/lib/base";
import { VisuallyHidden } from "@/ui/announcer/VisuallyHidden";
import { Avatar } from "@/ui/avatar/Avatar";
import { Badge } from "@/ui/badge/Badge";
import { Later } from "@/ui/boundary/Later";
import { Icon } from "@/ui/icon/Icon";
import { showNewCategory } from "./dialogs";
import { sidebar } from "./model";

interface ChannelRowProps {
  id: string;
  team: Team;
  category: string;
  /** The one row that Tab comes to; from there on arrows. */
  isStop: boolean;
}

function Sign({ channel, name }: { channel: Channel; name: string }): ReactNode {
  if (isDirect(channel)) return <Face user={teammateOf(channel)} size={20} withPresence />;
  if (channel.type === "G") {
    const count = name.split(", ").length;
    return <Avatar id={channel.id} name={name} size={20} kind="group" count={count} />;
  }
  return <Icon name={channel.delete_at > 0 ? "archive" : channel.type === "P" ? "lock" : "channel"} />;
}

/** One conversation in the sidebar. */
export const ChannelRow = memo(function ChannelRow({ id, team, category, isStop }: ChannelRowProps) {
  const t = useT();
  const channel = channels.use((state) => state.channels[id]);
  const member = channels.use((state) => state.members[id]);
  const isOpen = channels.use((state) => state.open === id);
  const isDrafted = drafts.use((state) => hasDraft(state, id)) && !isOpen;
  const name = useChannelName(id);
  const address = people.use((state) => (channel ? channelAddress(channel, team.name, state) : ""));
  const drop = sidebar.use((state) => (state.drop?.row === id ? state.drop.side : undefined));
  const [menu, setMenu] = useState<Element>();
  if (!channel) return null;
  const { isUnread, mentions, isMuted } = unreadOf(channel, member);

  function handleContextMenu(event: MouseEvent<HTMLLIElement>): void {
    event.preventDefault();
    setMenu(event.currentTarget);
  }

  return (
    <li className="sidebar-item" data-drop={drop} onContextMenu={handleContextMenu}>
      <a
        className="sidebar-row"
        data-ring="inside"
        href={basePath + address}
        draggable
        tabIndex={isStop ? 0 : -1}
        data-row={id}
        data-category={category}
        data-unread={isUnread || mentions > 0 ? "" : undefined}
        data-muted={isMuted ? "" : undefined}
        aria-current={isOpen ? "page" : undefined}
        aria-keyshortcuts="Shift+F10"
        onClick={(event) => follow(event, address)}
      >
        <Sign channel={channel} name={name} />
        <bdi className="cut">{name}</bdi>
        <span className="sidebar-tail">
          {channel.type === "P" && <VisuallyHidden>{t("moving.private")}</VisuallyHidden>}
          {isDrafted && <Icon name="edit" size={16} label={t("moving.draft")} />}
          {isMuted && <Icon name="bell-off" size={16} label={t("moving.muted")} />}
          {isUnread && mentions === 0 && <VisuallyHidden>{t("moving.unread")}</VisuallyHidden>}
          {mentions > 0 && <Badge count={mentions} label={t("moving.mentions", { count: mentions })} />}
        </span>
      </a>
      <button
        type="button"
        className="sidebar-more"
        tabIndex={-1}
        aria-haspopup="menu"
        aria-label={t("moving.rowMenu", { channel: name })}
        data-open={menu ? "" : undefined}
        onClick={(event) => setMenu(event.currentTarget)}
      >
        <Icon name="more" size={16} />
      </button>
      {menu && (
        <Later>
          <ChannelMenu
            channel={channel}
            team={team}
            anchor={menu}
            name={name}
            label={t("moving.rowMenu", { channel: name })}
            onNewCategory={() => showNewCategory(team.id, id)}
            onClose={() => setMenu(undefined)}
          />
        </Later>
      )}
    </li>
  );
});
