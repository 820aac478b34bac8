import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { isRefused } from "@/api";
import { EntrySheet } from "@/features/entry";
import { joinByInvitation } from "@/features/teams";
import { explain, useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { buttonLook } from "@/ui/button/Button";

/** An invitation link, opened by somebody who is signed in: it leads into its team. */
export function JoinTeam(): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const [trouble, setTrouble] = useState<string>();

  useEffect(() => {
    const invitation = new URL(location.href).searchParams.get("id");
    if (!invitation) return navigate(addresses.root, { replace: true });
    joinByInvitation(invitation).then(
      (team) => navigate(addresses.channel(team.name, "town-square"), { replace: true }),
      (error: unknown) => setTrouble(isRefused(error) ? t("entry.joining.text") : explain(error)),
    );
  }, [navigate, t]);

  if (!trouble) return null;
  return (
    <EntrySheet>
      <h1 className="entry-title">{t("entry.joining.title")}</h1>
      <p className="soft small">{trouble}</p>
      <div className="entry-form">
        <Link {...buttonLook("main", "big")} href={addresses.root}>
          {t("moving.missing.home")}
        </Link>
      </div>
    </EntrySheet>
  );
}
