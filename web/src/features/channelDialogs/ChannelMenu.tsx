import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { Category, Channel, Team } from "@/api";
import {
  categoryName,
  categoryOf,
  channelAddress,
  channels,
  isPersonal,
  moveChannel,
  unreadOf,
  useMayInChannel,
  view,
} from "@/features/channels";
import { people } from "@/features/people";
import { useMayInTeam } from "@/features/teams";
import { useT } from "@/i18n";
import { absoluteAddress, addresses } from "@/lib/routes";
import { Menu, MenuCheck, MenuItem, MenuSeparator, MenuTitle } from "@/ui/menu/Menu";
import { attempt } from "@/ui/toast/attempt";
import { copy } from "@/ui/toast/copy";
import { closeConversation, leaveChannel, restoreChannel, setMuted } from "./actions";
import { showArchiveChannel, showEditChannel, showLeaveChannel, showMembers, showNotify } from "./show";

interface ChannelMenuProps {
  channel: Channel;
  name: string;
  team: Team;
  /** The menu's name. */
  label: string;
  anchor: Element;
  /** Makes a category for it. Where it is given, the menu also moves the channel among categories. */
  onNewCategory?: () => void;
  onClose: () => void;
}

/** What can be done with a conversation. */
export function ChannelMenu(props: ChannelMenuProps): ReactNode {
  const { channel, name, team, label, anchor, onNewCategory, onClose } = props;
  const t = useT();
  const [, navigate] = useLocation();
  const { id } = channel;
  const unread = unreadOf(
    channel,
    channels.use((state) => state.members[id]),
  );
  const arrangement = channels.use((state) => state.categories[team.id]);
  const own = categoryOf(arrangement, id);
  const favourites = arrangement?.categories.find((one) => one.type === "favorites");
  const home = arrangement?.categories.find(
    (one) => one.type === (isPersonal(channel) ? "direct_messages" : "channels"),
  );
  const isFavourite = own !== undefined && own === favourites;
  // Channels are not among the conversations with people, nor those among channels.
  const foreign = isPersonal(channel) ? "channels" : "direct_messages";
  const places = (arrangement?.order ?? [])
    .map((one) => arrangement?.categories.find((category) => category.id === one))
    .filter((one): one is Category => one !== undefined && one !== favourites && one.type !== foreign);

  const isPrivate = channel.type === "P";
  const isArchived = channel.delete_at > 0;
  const isDefault = channel.name === "town-square";
  const isMember = channels.use((state) => state.members[id] !== undefined);
  const mayManage = useMayInChannel(
    id,
    isPrivate ? "manage_private_channel_properties" : "manage_public_channel_properties",
  );
  const mayEdit = isPersonal(channel) || mayManage;
  const mayArchive = useMayInChannel(id, isPrivate ? "delete_private_channel" : "delete_public_channel");
  const mayRestore = useMayInTeam(team.id, "manage_team");

  function handleLeave(): void {
    if (isPrivate) showLeaveChannel(channel);
    else attempt(() => leaveChannel(id));
  }

  async function close(): Promise<void> {
    await closeConversation(channel);
    if (channels.get().open === id) navigate(addresses.channel(team.name, "town-square"));
  }

  return (
    <Menu label={label} anchor={anchor} onClose={onClose}>
      {(unread.isUnread || unread.mentions > 0) && (
        <MenuItem icon="check" onSelect={() => view(id)}>
          {t("channels.markRead")}
        </MenuItem>
      )}
      {favourites && home && (
        <MenuItem
          icon={isFavourite ? "star-on" : "star"}
          onSelect={() => attempt(() => moveChannel(team.id, id, (isFavourite ? home : favourites).id))}
        >
          {t(isFavourite ? "channels.unfavourite" : "channels.favourite")}
        </MenuItem>
      )}
      <MenuItem
        icon={unread.isMuted ? "bell" : "bell-off"}
        onSelect={() => attempt(() => setMuted(id, !unread.isMuted))}
      >
        {t(unread.isMuted ? "channels.unmute" : "channels.mute")}
      </MenuItem>
      <MenuItem
        icon="link"
        onSelect={() =>
          copy(absoluteAddress(channelAddress(channel, team.name, people.get())), t("channels.linkCopied"))
        }
      >
        {t("channels.copyLink")}
      </MenuItem>
      {!isPersonal(channel) && (
        <MenuItem icon="people" onSelect={() => showMembers(channel, team.id)}>
          {t("channels.members.open.bare")}
        </MenuItem>
      )}
      {!isArchived && (
        <MenuItem icon="bell" onSelect={() => showNotify(channel, name)}>
          {t("channels.notify.open")}
        </MenuItem>
      )}
      {mayEdit && !isArchived && (
        <MenuItem icon="edit" onSelect={() => showEditChannel(channel)}>
          {t("channels.edit.title")}
        </MenuItem>
      )}
      {arrangement && onNewCategory && (
        <>
          <MenuSeparator />
          <MenuTitle>{t("channels.moveTo")}</MenuTitle>
          {places.map((category) => (
            <MenuCheck
              key={category.id}
              of="one"
              checked={category === own}
              onSelect={() => attempt(() => moveChannel(team.id, id, category.id))}
            >
              {categoryName(category, t)}
            </MenuCheck>
          ))}
          <MenuItem icon="plus" onSelect={onNewCategory}>
            {t("moving.newCategory")}
          </MenuItem>
        </>
      )}
      {!isPersonal(channel) && (
        <>
          <MenuSeparator />
          {isMember && !isDefault && (
            <MenuItem icon="leave" onSelect={handleLeave}>
              {t("channels.leave.do")}
            </MenuItem>
          )}
          {mayArchive && !isDefault && !isArchived && (
            <MenuItem icon="archive" kind="danger" onSelect={() => showArchiveChannel(channel)}>
              {t("channels.archive.do")}
            </MenuItem>
          )}
          {mayRestore && isArchived && (
            <MenuItem icon="undo" onSelect={() => attempt(() => restoreChannel(id))}>
              {t("channels.archive.undo")}
            </MenuItem>
          )}
        </>
      )}
      {isPersonal(channel) && (
        <>
          <MenuSeparator />
          <MenuItem icon="close" onSelect={() => attempt(close)}>
            {t("channels.closeConversation")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
