import { lazy } from "react";
import { withTexts } from "@/i18n";
import { showDialog } from "@/ui/dialog/DialogHost";

const StatusDialog = lazy(async () => {
  const dialog = await withTexts("people", import("./StatusDialog"));
  return { default: dialog.StatusDialog };
});

/** Asks what I want to say of myself. */
export function showStatusDialog(): void {
  showDialog((close) => <StatusDialog onClose={close} />);
}

export { QuietItems, StatusItems } from "./StatusItems";
