import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { EmptyState } from "@/ui/empty/EmptyState";

/** What stands before the first message of a channel. */
export function Beginning({ name, isDirect }: { name: string; isDirect: boolean }): ReactNode {
  const t = useT();
  return (
    <EmptyState
      picture="sheet"
      title={isDirect ? t("messages.startDirect", { name }) : t("messages.start", { channel: name })}
    >
      {t("messages.startText")}
    </EmptyState>
  );
}
