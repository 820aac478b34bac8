import type { ReactNode } from "react";
import { Link } from "wouter";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { buttonLook } from "@/ui/button/Button";
import { EmptyState } from "@/ui/empty/EmptyState";

/** What an address leads to that one cannot open. */
export function Missing(): ReactNode {
  const t = useT();
  return (
    <main className="desk-missing">
      <EmptyState
        picture="lock"
        title={t("moving.missing.title")}
        actions={
          <Link {...buttonLook("plain")} href={addresses.root}>
            {t("moving.missing.home")}
          </Link>
        }
      >
        {t("moving.missing.text")}
      </EmptyState>
    </main>
  );
}
