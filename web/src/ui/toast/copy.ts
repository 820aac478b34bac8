import { translate } from "@/i18n";
import { toClipboard } from "@/lib/clipboard";
import { toasts } from "./toasts";

/** Copies a text and goes on from there; where the browser does not let it be copied, that is said. */
export function copyAnd(text: string, onCopied: () => void): void {
  toClipboard(text).then(onCopied, () => toasts.show({ kind: "bad", text: translate("trouble.copy") }));
}

/** Copies a text, and says that it has. */
export function copy(text: string, done: string): void {
  copyAnd(text, () => toasts.show({ text: done }));
}
