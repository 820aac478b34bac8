import type { ReactNode } from "react";
import { Link } from "wouter";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Button, buttonLook } from "@/ui/button/Button";
import { EmptyState } from "@/ui/empty/EmptyState";

interface MissingProps {
  /** What the address asks for inside a team. */
  page?: string | undefined;
  /** Why it can't be opened at the moment; empty where it never can. */
  passing: string;
  onRetry: (() => void) | undefined;
}

/** Pages that addresses of other clients and of ours name, and that are not there yet. */
const UNMADE = /^(emoji|inbox|integrations|mentions|scheduled_posts|search|tags)\b/;

/** What stands on the sheet of an address that one cannot open. */
export function Missing({ page = "", passing, onRetry }: MissingProps): ReactNode {
  const t = useT();
  if (passing !== "")
    return (
      <EmptyState
        isPage
        picture="lock"
        title={t("reading.notNow")}
        actions={<Button onClick={onRetry}>{t("buttons.retry")}</Button>}
      >
        {passing}
      </EmptyState>
    );
  const isUnmade = UNMADE.test(page);
  return (
    <EmptyState
      isPage
      picture={isUnmade ? "sheet" : "lock"}
      title={t(isUnmade ? "reading.unmade" : "reading.missing")}
      actions={
        <Link {...buttonLook("plain")} href={addresses.root}>
          {t("moving.missing.home")}
        </Link>
      }
    >
      {t(isUnmade ? "reading.unmadeText" : "reading.missingText")}
    </EmptyState>
  );
}
