import { useCallback, useSyncExternalStore } from "react";
import type { MessageId } from "./ids";
import { i18n } from "./language";

/** What a message's arguments are filled with. */
export type MessageValues = Record<string, string | number | Date>;

/** Says a message in the language of this moment. */
export type Translate = (id: MessageId, values?: MessageValues) => string;

export const translate: Translate = (id, values) => i18n._(id, values);

function subscribe(onChange: () => void): () => void {
  return i18n.on("change", onChange);
}

/** `translate`, for components: they render again when the language changes. */
export function useT(): Translate {
  const locale = useSyncExternalStore(subscribe, () => i18n.locale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function for each language is the point
  return useCallback<Translate>((id, values) => translate(id, values), [locale]);
}
