import type { ReactNode } from "react";
import { Link } from "wouter";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { buttonLook } from "@/ui/button/Button";
import { EmptyState } from "@/ui/empty/EmptyState";

interface MissingProps {
  /** The address is one of the protocol's, and this client has no such page yet. */
  isUnmade?: boolean;
}

/** What an address leads to that one cannot open. */
export function Missing({ isUnmade = false }: MissingProps): ReactNode {
  const t = useT();
  return (
    <div className="panes" data-pane="main">
      <main className="desk-missing">
        <EmptyState
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
      </main>
    </div>
  );
}
