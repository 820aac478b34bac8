import { type ReactNode, useState } from "react";
import type { Team } from "@/api";
import { useT } from "@/i18n";
import { toClipboard } from "@/lib/clipboard";
import { addresses } from "@/lib/routes";
import { Button } from "@/ui/button/Button";
import { TextInput } from "@/ui/field/TextInput";

interface InviteStepProps {
  team: Team;
  /** Where people find this site. */
  address: string;
  onDone: () => void;
}

/** The link that brings the others. */
export function InviteStep({ team, address, onDone }: InviteStepProps): ReactNode {
  const t = useT();
  const [isCopied, setIsCopied] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const link = `${address}${addresses.signUp}?id=${encodeURIComponent(team.invite_id)}`;

  function handleCopy(): void {
    toClipboard(link).then(
      () => setIsCopied(true),
      () => setTrouble(t("trouble.copy")),
    );
  }

  return (
    <div className="entry-form">
      <TextInput
        label={t("setup.link")}
        dir="ltr"
        value={link}
        onChange={() => {}}
        error={trouble}
        readOnly
        // Its beginning shows.
        onFocus={({ currentTarget: field }) => field.setSelectionRange(0, field.value.length, "backward")}
        autoFocus
      />
      <div className="entry-actions">
        <Button size="big" icon={isCopied ? "check" : "copy"} onClick={handleCopy} aria-live="polite">
          {t(isCopied ? "setup.copied" : "setup.copy")}
        </Button>
        <Button kind="main" size="big" onClick={onDone}>
          {t("setup.done", { team: team.display_name })}
        </Button>
      </div>
    </div>
  );
}
