import { explain, translate } from "@/i18n";
import { toasts } from "./toasts";

/**
 * Does something that shows at once, and says why when it had to be taken back, with a way to try again. `say` puts the
 * reason into a sentence that tells what it was.
 */
export function attempt(work: () => Promise<unknown>, say = (why: string) => why): void {
  work().catch((error: unknown) => {
    const action = { text: translate("buttons.retry"), onAction: () => attempt(work, say) };
    toasts.show({ kind: "bad", text: say(explain(error)), action });
  });
}
