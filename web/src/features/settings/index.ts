import { createElement, lazy } from "react";
import { withTexts } from "@/i18n";
import { afterStart } from "@/lib/start";

/** Shows the reader's look until the returned function is called. Until it is there, the page has the last one's. */
export function followAppearance(): () => void {
  const following = afterStart(() => import("./appearance")).then(({ followAppearance }) =>
    followAppearance(),
  );
  return () => void following.then((unfollow) => unfollow());
}

/** The settings, with their texts: loaded when they are first opened. */
const Screen = lazy(async () => {
  const screen = await withTexts("settings", import("./SettingsScreen"));
  return { default: screen.SettingsScreen };
});

/** The page of `/_settings/{section}`. */
export const SettingsScreen = (props: { section?: string | undefined }) =>
  createElement<{ section?: string | undefined }>(Screen, props);
