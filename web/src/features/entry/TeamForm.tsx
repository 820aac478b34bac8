import { type ReactNode, type SyntheticEvent, useState } from "react";
import { ApiError } from "@/api";
import { explain, translate, useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { addresses, reservedNames } from "@/lib/routes";
import { slugOf } from "@/lib/slug";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { TextInput } from "@/ui/field/TextInput";
import { focusTrouble } from "./focusTrouble";

interface TeamFormProps {
  /** What the team is called to begin with. */
  name?: string;
  /** Makes the team; what it throws is explained. */
  onSubmit: (displayName: string, name: string) => Promise<void>;
  /** Goes back, where there is a step before. */
  onBack?: (() => void) | undefined;
}

const LONGEST = 64;

/** Why the server made no team; `isName` if another name helps. */
export function refusalOfTeam(error: unknown): { text: string; isName: boolean } {
  if (error instanceof ApiError) {
    const { id } = error;
    if (id === "store.sql_team.save_team.existing.app_error")
      return { text: translate("setup.teamTaken"), isName: true };
    if (id === "model.team.is_valid.reserved.app_error")
      return { text: translate("setup.teamKept"), isName: true };
    if (id.startsWith("model.team.is_valid.")) return { text: translate("setup.teamWrong"), isName: true };
    if (id.startsWith("api.team.is_team_creation_allowed."))
      return { text: translate("setup.teamRefused"), isName: false };
  }
  return { text: explain(error), isName: false };
}

/** The name of a new team, with the address that follows from it. */
export function TeamForm({ name: first = "", onSubmit, onBack }: TeamFormProps): ReactNode {
  const t = useT();
  const [name, setName] = useState(first);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const [nameTrouble, setNameTrouble] = useState<string>();
  const trimmed = name.trim();
  const slug = slugOf(trimmed);
  const address = `${location.host}${basePath}${addresses.team(slug)}`;
  function wrong(): string | undefined {
    const length = [...trimmed].length;
    if (length < 2 || length > LONGEST) return t("setup.teamWrong");
    return reservedNames.has(slug) ? t("setup.teamKept") : undefined;
  }

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const found = wrong();
    setNameTrouble(found);
    setTrouble(undefined);
    if (found) return focusTrouble(form);
    setIsBusy(true);
    try {
      await onSubmit(trimmed, slug);
    } catch (error) {
      const { text, isName } = refusalOfTeam(error);
      setIsBusy(false);
      if (isName) setNameTrouble(text);
      else setTrouble(text);
      focusTrouble(form);
    }
  }

  return (
    <form className="entry-form" onSubmit={handleSubmit} noValidate>
      {trouble && (
        <Banner kind="bad" boxed>
          {trouble}
        </Banner>
      )}
      <TextInput
        label={t("setup.team")}
        value={name}
        onChange={(text) => {
          setName(text);
          setNameTrouble(undefined);
        }}
        help={trimmed.length > 1 && t("setup.teamAddress", { address })}
        error={nameTrouble}
        autoComplete="organization"
        autoFocus
      />
      <div className="entry-actions">
        {onBack && (
          <Button kind="bare" size="big" onClick={onBack}>
            {t("setup.back")}
          </Button>
        )}
        <Button kind="main" size="big" type="submit" busy={isBusy}>
          {t("setup.create")}
        </Button>
      </div>
    </form>
  );
}
