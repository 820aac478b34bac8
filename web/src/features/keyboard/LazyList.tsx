import { lazy } from "react";

/** For who shows it among other things that come when asked for. */
export const ShortcutList = lazy(async () => ({ default: (await import("./ShortcutList")).ShortcutList }));
