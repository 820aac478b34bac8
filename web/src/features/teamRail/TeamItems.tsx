import { lazy, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { ChannelsItems, showNewConversation } from "@/features/channelDialogs";
import { useMayInTeam } from "@/features/teams";
import { useT, withTexts } from "@/i18n";
import { addresses } from "@/lib/routes";
import { showDialog } from "@/ui/dialog/DialogHost";
import { Menu, MenuItem, MenuSeparator } from "@/ui/menu/Menu";
import type { OpenMenu } from "@/ui/menu/trigger";

const Invite = lazy(async () => ({ default: (await withTexts("channels", import("./TeamDialogs"))).Invite }));
const LeaveTeam = lazy(async () => ({
  default: (await withTexts("channels", import("./TeamDialogs"))).LeaveTeam,
}));

interface TeamItemsProps extends OpenMenu {
  label: string;
  team: Team;
}

/** What can be done in a team. */
export function TeamItems({ team, ...menu }: TeamItemsProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const mayInvite = useMayInTeam(team.id, "invite_user") && team.invite_id !== "";
  return (
    <Menu {...menu}>
      {mayInvite && (
        <MenuItem
          icon="person-plus"
          onSelect={() => showDialog((close) => <Invite team={team} onClose={close} />)}
        >
          {t("moving.invite")}
        </MenuItem>
      )}
      <MenuItem icon="compose" onSelect={() => showNewConversation(team)}>
        {t("moving.conversation.title")}
      </MenuItem>
      <ChannelsItems team={team} />
      <MenuSeparator />
      <MenuItem icon="people" onSelect={() => navigate(addresses.selectTeam)}>
        {t("moving.addTeam")}
      </MenuItem>
      <MenuItem
        icon="leave"
        onSelect={() => showDialog((close) => <LeaveTeam team={team} onClose={close} />)}
      >
        {t("moving.team.leave")}
      </MenuItem>
    </Menu>
  );
}
