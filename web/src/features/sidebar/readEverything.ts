import { markAllRead } from "@/features/channels";
import { translate } from "@/i18n";
import { attempt } from "@/ui/toast/attempt";
import { toasts } from "@/ui/toast/toasts";

/** Everything read, here at once; on the server when it can no longer be taken back, or when the page is left. */
export function readEverything(): void {
  const { count, send, undo } = markAllRead();
  if (count === 0) {
    toasts.show({ text: translate("moving.caughtUp") });
    return;
  }
  const handleLeave = (): void => void send(true).catch(() => {});
  window.addEventListener("pagehide", handleLeave, { once: true });
  const settle = (): void => window.removeEventListener("pagehide", handleLeave);
  toasts.show({
    text: translate("moving.allRead"),
    action: {
      text: translate("buttons.undo"),
      keys: "Z",
      onAction: () => {
        settle();
        undo();
      },
    },
    onGone: () => {
      settle();
      attempt(send);
    },
  });
}
