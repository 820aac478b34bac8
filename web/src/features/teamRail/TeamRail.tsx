import "./teamRail.css";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Team } from "@/api";
import { channels, unreadIn } from "@/features/channels";
import { sortedTeams, teams } from "@/features/teams";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { VisuallyHidden } from "@/ui/announcer/VisuallyHidden";
import { Badge, Pip } from "@/ui/badge/Badge";
import { Icon } from "@/ui/icon/Icon";
import { tip } from "@/ui/tooltip/tip";

/** The teams, for who is in more than one. */
export function TeamRail({ current }: { current: string }): ReactNode {
  const t = useT();
  const all = teams.use((state) => state.teams);
  const mine = sortedTeams(all);
  if (mine.length < 2) return null;
  return (
    <nav className="team-rail" aria-label={t("moving.teams")} data-ground="table" data-region="teams">
      {mine.map((team) => (
        <TeamTile key={team.id} team={team} isCurrent={team.id === current} />
      ))}
      <Link
        className="team-rail-add"
        href={addresses.selectTeam}
        aria-label={t("moving.addTeam")}
        {...tip(t("moving.addTeam"))}
      >
        <Icon name="plus" />
      </Link>
    </nav>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...name].slice(0, 2);
  return letters.join("").toUpperCase();
}

function TeamTile({ team, isCurrent }: { team: Team; isCurrent: boolean }): ReactNode {
  const t = useT();
  const mentions = channels.use((state) => unreadIn(state, team.id).mentions);
  const isUnread = channels.use((state) => unreadIn(state, team.id).isUnread);
  const label =
    mentions > 0
      ? t("moving.team.mentions", { team: team.display_name, count: mentions })
      : isUnread
        ? t("moving.team.unread", { team: team.display_name })
        : team.display_name;
  return (
    <Link
      className="team-rail-team"
      href={addresses.team(team.name)}
      aria-current={isCurrent ? "true" : undefined}
      {...tip(team.display_name)}
    >
      <VisuallyHidden>{label}</VisuallyHidden>
      <span aria-hidden="true">
        {initials(team.display_name)}
        {!isCurrent && mentions > 0 && <Badge count={mentions} label="" />}
        {!isCurrent && mentions === 0 && isUnread && <Pip label="" />}
      </span>
    </Link>
  );
}
