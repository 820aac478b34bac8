import { createContext, use } from "react";
import type { MessageId } from "./ids";
import { i18n } from "./language";

/** What a message's arguments are filled with. */
export type MessageValues = Record<string, string | number | Date>;

/** Says a message in the language of this moment. */
export type Translate = (id: MessageId, values?: MessageValues) => string;

export const translate: Translate = (id, values) => i18n._(id, values);

/** Another function for each language. A context and no store: most of what is on the page says something. */
export const TranslateContext = createContext<Translate>(translate);

/** `translate`, for components: they render again when the language changes. */
export function useT(): Translate {
  return use(TranslateContext);
}
