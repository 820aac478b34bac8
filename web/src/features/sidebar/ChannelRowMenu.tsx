import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { Category, Channel, Team } from "@/api";
import {
  categoryOf,
  channelAddress,
  channels,
  closeConversation,
  isPersonal,
  moveChannel,
  setMuted,
  unreadOf,
  view,
} from "@/features/channels";
import { people } from "@/features/people";
import { useT } from "@/i18n";
import { absoluteAddress, addresses } from "@/lib/routes";
import { Menu, MenuCheck, MenuItem, MenuSeparator, MenuTitle } from "@/ui/menu/Menu";
import { attempt } from "@/ui/toast/attempt";
import { toasts } from "@/ui/toast/toasts";
import { showNewCategory } from "./dialogs";
import { groupName } from "./place";

interface ChannelRowMenuProps {
  channel: Channel;
  name: string;
  team: Team;
  anchor: Element;
  onClose: () => void;
}

/** What can be done with a conversation from the sidebar. */
export function ChannelRowMenu({ channel, name, team, anchor, onClose }: ChannelRowMenuProps): ReactNode {
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
  const places = (arrangement?.order ?? [])
    .map((one) => arrangement?.categories.find((category) => category.id === one))
    .filter((one): one is Category => one !== undefined && one !== favourites);

  async function handleCopy(): Promise<void> {
    await navigator.clipboard.writeText(absoluteAddress(channelAddress(channel, team.name, people.get())));
    toasts.show({ text: t("moving.linkCopied") });
  }

  function handleClose(): void {
    if (channels.get().open === id) navigate(addresses.channel(team.name, "town-square"));
    attempt(() => closeConversation(channel));
  }

  return (
    <Menu label={t("moving.rowMenu", { channel: name })} anchor={anchor} onClose={onClose}>
      {(unread.isUnread || unread.mentions > 0) && (
        <MenuItem icon="check" onSelect={() => view(id)}>
          {t("moving.markRead")}
        </MenuItem>
      )}
      {favourites && home && (
        <MenuItem
          icon={isFavourite ? "star-on" : "star"}
          onSelect={() => attempt(() => moveChannel(team.id, id, (isFavourite ? home : favourites).id))}
        >
          {t(isFavourite ? "moving.unfavourite" : "moving.favourite")}
        </MenuItem>
      )}
      <MenuItem
        icon={unread.isMuted ? "bell" : "bell-off"}
        onSelect={() => attempt(() => setMuted(id, !unread.isMuted))}
      >
        {t(unread.isMuted ? "moving.unmute" : "moving.mute")}
      </MenuItem>
      <MenuItem icon="link" onSelect={() => void handleCopy()}>
        {t("moving.copyLink")}
      </MenuItem>
      {arrangement && (
        <>
          <MenuSeparator />
          <MenuTitle>{t("moving.moveTo")}</MenuTitle>
          {places.map((category) => (
            <MenuCheck
              key={category.id}
              of="one"
              checked={category === own}
              onSelect={() => attempt(() => moveChannel(team.id, id, category.id))}
            >
              {groupName({ category })}
            </MenuCheck>
          ))}
          <MenuItem icon="plus" onSelect={() => showNewCategory(team.id, id)}>
            {t("moving.newCategory")}
          </MenuItem>
        </>
      )}
      {isPersonal(channel) && (
        <>
          <MenuSeparator />
          <MenuItem icon="close" onSelect={handleClose}>
            {t("moving.closeConversation")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
