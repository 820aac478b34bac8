import "./teamRail.css";
import { lazy, type ReactNode } from "react";
import type { Team } from "@/api";
import { useT } from "@/i18n";
import { Later } from "@/ui/boundary/Later";
import { Icon } from "@/ui/icon/Icon";
import { useMenuTrigger } from "@/ui/menu/trigger";

const TeamItems = lazy(async () => ({ default: (await import("./TeamItems")).TeamItems }));

/** The team's name, and what can be done in it. */
export function TeamMenu({ team }: { team: Team }): ReactNode {
  const t = useT();
  const { trigger, menu } = useMenuTrigger();
  const label = t("moving.teamMenu", { team: team.display_name });
  return (
    <>
      <button {...trigger} type="button" className="team-menu" aria-label={label}>
        <bdi className="cut">{team.display_name}</bdi>
        <Icon name="chevron-down" size={16} />
      </button>
      {menu && (
        <Later>
          <TeamItems {...menu} label={label} team={team} />
        </Later>
      )}
    </>
  );
}
