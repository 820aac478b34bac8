import { translate } from "@/i18n";
import { attempt } from "./attempt";
import { toasts } from "./toasts";

interface Undoable {
  /** What has been done, in a few words. */
  text: string;
  /** Tells the server; `isLeaving` when the page is left and can wait for nothing. */
  send: (isLeaving: boolean) => Promise<unknown>;
  undo: () => void;
}

/**
 * Offers to take back what has been done here already. The server is told when that is over, or when the page is left; if
 * it refuses, everything is taken back and the reason is said.
 */
export function undoable({ text, send, undo }: Undoable): void {
  const handleLeave = (): void => void send(true).catch(() => {});
  window.addEventListener("pagehide", handleLeave, { once: true });
  const settle = (): void => window.removeEventListener("pagehide", handleLeave);
  toasts.show({
    text,
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
      attempt(async () => {
        try {
          await send(false);
        } catch (error) {
          undo();
          throw error;
        }
      });
    },
  });
}
