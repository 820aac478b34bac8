import { type ReactNode, type SyntheticEvent, useState } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { explain, useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { slugOf } from "@/lib/slug";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { TextInput } from "@/ui/field/TextInput";

interface CreateTeamProps {
  onCreate: (displayName: string, name: string, isOpen: boolean) => Promise<Team>;
}

/** For who is in no team yet. */
export function CreateTeam({ onCreate }: CreateTeamProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    setIsBusy(true);
    try {
      const team = await onCreate(name.trim(), slugOf(name), false);
      navigate(addresses.channel(team.name, "town-square"));
    } catch (error) {
      setIsBusy(false);
      setTrouble(explain(error));
    }
  }

  return (
    <main className="entry">
      <div className="entry-sheet">
        <h1 className="entry-title">{t("entry.setup.teamTitle")}</h1>
        <p className="soft small">{t("entry.setup.teamText")}</p>
        <form className="entry-form" onSubmit={handleSubmit} noValidate>
          {trouble && (
            <Banner kind="bad" boxed>
              {trouble}
            </Banner>
          )}
          <TextInput label={t("entry.setup.team")} value={name} onChange={setName} />
          <Button kind="main" size="big" type="submit" busy={isBusy}>
            {t("entry.setup.create")}
          </Button>
        </form>
      </div>
    </main>
  );
}
