import "./teamRail.css";
import { lazy, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { ChannelsItems, showNewConversation } from "@/features/channelDialogs";
import { useMayInTeam } from "@/features/teams";
import { useT, withTexts } from "@/i18n";
import { addresses } from "@/lib/routes";
import { showDialog } from "@/ui/dialog/DialogHost";
import { Icon } from "@/ui/icon/Icon";
import { MenuButton, MenuItem, MenuSeparator } from "@/ui/menu/Menu";

const Invite = lazy(async () => ({ default: (await withTexts("channels", import("./TeamDialogs"))).Invite }));
const LeaveTeam = lazy(async () => ({
  default: (await withTexts("channels", import("./TeamDialogs"))).LeaveTeam,
}));

/** The team's name, and what can be done in it. */
export function TeamMenu({ team }: { team: Team }): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const mayInvite = useMayInTeam(team.id, "invite_user") && team.invite_id !== "";
  return (
    <MenuButton
      label={t("moving.teamMenu", { team: team.display_name })}
      trigger={(trigger) => (
        <button
          {...trigger}
          type="button"
          className="team-menu"
          aria-label={t("moving.teamMenu", { team: team.display_name })}
        >
          <bdi className="cut">{team.display_name}</bdi>
          <Icon name="chevron-down" size={16} />
        </button>
      )}
    >
      {() => (
        <>
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
        </>
      )}
    </MenuButton>
  );
}
