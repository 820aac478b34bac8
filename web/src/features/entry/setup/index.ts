import { createElement, lazy } from "react";
import { withTexts } from "@/i18n";

/** The first run, with its texts: only the first person on a server ever loads it. */
const Screen = lazy(async () => {
  const setup = await withTexts("setup", import("./Setup"));
  return { default: setup.Setup };
});

export interface SetupProps {
  /** The account is there already: the page was loaded anew in the middle. */
  isSignedIn?: boolean;
  /** The first run is over, or there is none; and the address to go on to. */
  onDone: (address: string) => void;
}

/** The page of `/_setup`, and of any address on a server without accounts. */
export const SetupScreen = (props: SetupProps) => createElement<SetupProps>(Screen, props);
