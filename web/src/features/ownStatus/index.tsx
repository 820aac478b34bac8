import { lazy } from "react";
import { people } from "@/features/people";
import { myId } from "@/features/session";
import { translate, withTexts } from "@/i18n";
import { showDialog } from "@/ui/dialog/DialogHost";
import { attempt } from "@/ui/toast/attempt";
import { toasts } from "@/ui/toast/toasts";
import { setPresence } from "./actions";

const StatusDialog = lazy(async () => {
  const dialog = await withTexts("people", import("./StatusDialog"));
  return { default: dialog.StatusDialog };
});

/** Asks what I want to say of myself. */
export function showStatusDialog(): void {
  showDialog((close) => <StatusDialog onClose={close} />);
}

/** Lets nobody disturb me, or again everybody. */
export function toggleQuiet(): void {
  const isQuiet = people.get().presence[myId()] === "dnd";
  attempt(async () => {
    await setPresence(isQuiet ? "online" : "dnd");
    toasts.show({ text: translate(isQuiet ? "ui.status.online" : "ui.status.dnd") });
  });
}

export { QuietItems, StatusItems } from "./StatusItems";
