import { toClipboard } from "@/lib/clipboard";
import { attempt } from "./attempt";
import { toasts } from "./toasts";

/** Copies a text, and says that it has, or why it could not. */
export function copy(text: string, done: string): void {
  attempt(async () => {
    await toClipboard(text);
    toasts.show({ text: done });
  });
}
