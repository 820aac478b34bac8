import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { AlertDialog } from "@/ui/dialog/Dialog";

interface EverybodyDialogProps {
  /** How many people would be notified. */
  count: number;
  channel: string;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before a message calls many people at once. */
export function EverybodyDialog({ count, channel, onConfirm, onCancel }: EverybodyDialogProps): ReactNode {
  const t = useT();
  return (
    <AlertDialog
      kind="main"
      title={t("composer.everybody.title", { count })}
      confirm={t("composer.everybody.confirm")}
      cancel={t("composer.everybody.cancel")}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      {t("composer.everybody.text", { channel })}
    </AlertDialog>
  );
}
