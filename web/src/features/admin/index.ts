import { createElement, lazy } from "react";
import { withTexts } from "@/i18n";

/** The administration, with its texts: loaded when it is first opened. */
const Screen = lazy(async () => {
  const screen = await withTexts("admin", import("./AdminScreen"));
  return { default: screen.AdminScreen };
});

/** The page of `/admin_console/{section}`, for whoever may see it. */
export const AdminScreen = (props: { section?: string | undefined }) =>
  createElement<{ section?: string | undefined }>(Screen, props);
