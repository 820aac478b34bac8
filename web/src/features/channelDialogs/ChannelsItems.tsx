import type { ReactNode } from "react";
import type { Team } from "@/api";
import { useMayInTeam } from "@/features/teams";
import { useT } from "@/i18n";
import { MenuItem } from "@/ui/menu/Menu";
import { showBrowseChannels, showCreateChannel } from "./show";

/** The items of a menu that lead to a team's channels: to find one, and to make one for those who may. */
export function ChannelsItems({ team }: { team: Team }): ReactNode {
  const t = useT();
  const mayOpen = useMayInTeam(team.id, "create_public_channel");
  const mayPrivate = useMayInTeam(team.id, "create_private_channel");
  return (
    <>
      <MenuItem icon="search" onSelect={() => showBrowseChannels(team)}>
        {t("moving.browse.title")}
      </MenuItem>
      {(mayOpen || mayPrivate) && (
        <MenuItem icon="plus" onSelect={() => showCreateChannel(team)}>
          {t("moving.create.title")}
        </MenuItem>
      )}
    </>
  );
}
