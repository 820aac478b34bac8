import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { EntrySheet, TeamForm } from "@/features/entry";
import { createTeam } from "@/features/teams";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";

/** For who is in no team yet, or wants another. */
export function CreateTeam(): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();

  async function handleSubmit(displayName: string, name: string): Promise<void> {
    const team = await createTeam(displayName, name, false);
    navigate(addresses.channel(team.name, "town-square"));
  }

  return (
    <EntrySheet>
      <h1 className="entry-title">{t("setup.teamTitle")}</h1>
      <p className="soft small">{t("setup.teamText")}</p>
      <TeamForm onSubmit={handleSubmit} />
    </EntrySheet>
  );
}
