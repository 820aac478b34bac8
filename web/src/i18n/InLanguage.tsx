import { type ReactNode, useCallback, useSyncExternalStore } from "react";
import { i18n } from "./language";
import { type Translate, TranslateContext, translate } from "./translate";

function subscribe(onChange: () => void): () => void {
  return i18n.on("change", onChange);
}

/** Renders what is in it anew when the language changes. The page has one, around all. */
export function InLanguage({ children }: { children: ReactNode }): ReactNode {
  const locale = useSyncExternalStore(subscribe, () => i18n.locale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function for each language is the point
  const say = useCallback<Translate>((id, values) => translate(id, values), [locale]);
  return <TranslateContext value={say}>{children}</TranslateContext>;
}
