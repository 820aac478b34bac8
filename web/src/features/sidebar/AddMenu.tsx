import type { ReactNode } from "react";
import type { Team } from "@/api";
import { ChannelsItems } from "@/features/channelDialogs";
import { Menu } from "@/ui/menu/Menu";
import type { OpenMenu } from "@/ui/menu/trigger";

interface AddMenuProps extends OpenMenu {
  label: string;
  team: Team;
}

/** How channels come into the sidebar. */
export function AddMenu({ team, ...menu }: AddMenuProps): ReactNode {
  return (
    <Menu {...menu} align="end">
      <ChannelsItems team={team} />
    </Menu>
  );
}
