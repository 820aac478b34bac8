import { markAllRead } from "@/features/channels";
import { translate } from "@/i18n";
import { toasts } from "@/ui/toast/toasts";
import { undoable } from "@/ui/toast/undoable";

/** Everything read, here at once; on the server when it can no longer be taken back, or when the page is left. */
export function readEverything(): void {
  const { count, ...change } = markAllRead();
  if (count === 0) toasts.show({ text: translate("moving.caughtUp") });
  else undoable({ text: translate("moving.allRead"), ...change });
}
