import { createElement, lazy } from "react";
import { loadTexts } from "@/i18n";

/** The administration, with its texts: loaded when it is first opened. */
const Screen = lazy(async () => {
  const [screen] = await Promise.all([import("./AdminScreen"), loadTexts("admin")]);
  return { default: screen.AdminScreen };
});

/** The page of `/admin_console/{section}`, for whoever may see it. */
export const AdminScreen = (props: { section?: string | undefined }) =>
  createElement<{ section?: string | undefined }>(Screen, props);
