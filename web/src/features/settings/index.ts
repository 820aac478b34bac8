import { createElement, lazy } from "react";
import { loadTexts } from "@/i18n";

export { appearanceOf, followAppearance } from "./appearance";

/** The settings, with their texts: loaded when they are first opened. */
const Screen = lazy(async () => {
  const [screen] = await Promise.all([import("./SettingsScreen"), loadTexts("settings")]);
  return { default: screen.SettingsScreen };
});

/** The page of `/_settings/{section}`. */
export const SettingsScreen = (props: { section?: string | undefined }) =>
  createElement<{ section?: string | undefined }>(Screen, props);
