import { explain, translate } from "@/i18n";
import { toasts } from "./toasts";

/** Does something that shows at once, and says why when it had to be taken back, with a way to try again. */
export function attempt(work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    const action = { text: translate("buttons.retry"), onAction: () => attempt(work) };
    toasts.show({ kind: "bad", text: explain(error), action });
  });
}
