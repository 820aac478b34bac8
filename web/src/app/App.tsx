import type { ReactNode } from "react";
import { useT } from "@/i18n";

/** The whole client. */
export function App(): ReactNode {
  const t = useT();
  return <p>{t("common.loading")}</p>;
}
