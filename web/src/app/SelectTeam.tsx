import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { api, type Team } from "@/api";
import { EntrySheet } from "@/features/entry";
import { mayEverywhere, session } from "@/features/session";
import { joinTeam, sortedTeams, teams } from "@/features/teams";
import { explain, useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Banner } from "@/ui/banner/Banner";
import { Button, buttonLook } from "@/ui/button/Button";

/** The teams one may go to, join, or make. */
export function SelectTeam({ onSignOut }: { onSignOut: () => void }): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const mine = teams.use((state) => state.teams);
  const mayCreate = session.use((state) => mayEverywhere(state, "create_team"));
  const [open, setOpen] = useState<Team[]>();
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState<string>();

  useEffect(() => {
    api.openTeams().then(setOpen, (error: unknown) => setTrouble(explain(error)));
  }, []);

  async function handleJoin(team: Team): Promise<void> {
    setBusy(team.id);
    try {
      await joinTeam(team);
      navigate(addresses.channel(team.name, "town-square"));
    } catch (error) {
      setBusy("");
      setTrouble(explain(error));
    }
  }

  const others = (open ?? []).filter(
    (team) => !mine[team.id] && team.allow_open_invite && team.delete_at === 0,
  );
  const own = sortedTeams(mine);
  return (
    <EntrySheet>
      <h1 className="entry-title">{t("entry.teams.title")}</h1>
      {own.length === 0 && <p className="soft small">{t("entry.teams.none")}</p>}
      {trouble && (
        <Banner kind="bad" boxed>
          {trouble}
        </Banner>
      )}
      <ul className="entry-list">
        {own.map((team) => (
          <li key={team.id} className="line">
            <bdi className="cut grow">{team.display_name}</bdi>
            <Link {...buttonLook("plain")} href={addresses.team(team.name)}>
              {t("entry.teams.open")}
            </Link>
          </li>
        ))}
        {others.map((team) => (
          <li key={team.id} className="line">
            <bdi className="cut grow">{team.display_name}</bdi>
            <Button busy={busy === team.id} onClick={() => void handleJoin(team)}>
              {t("entry.teams.join")}
            </Button>
          </li>
        ))}
      </ul>
      {open && others.length === 0 && !mayCreate && <p className="soft small">{t("entry.teams.ask")}</p>}
      <div className="line wrap">
        {mayCreate && (
          <Link {...buttonLook("main")} href={addresses.createTeam}>
            {t("entry.teams.create")}
          </Link>
        )}
        <Button kind="bare" onClick={onSignOut}>
          {t("entry.signOut")}
        </Button>
      </div>
    </EntrySheet>
  );
}
