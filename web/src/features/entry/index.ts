import { lazy } from "react";
import { withTexts } from "@/i18n";

export { EntryScreen } from "./EntryScreen";
export { EntrySheet } from "./EntrySheet";
export { SetupScreen } from "./setup";

/** The fields of a new team, which nobody sees at the door. */
export const TeamForm = lazy(async () => ({ default: (await import("./TeamForm")).TeamForm }));

/** Where who was signed in signs in again: loaded when the session has ended. */
export const loadSignInAgain = () => withTexts("session", withTexts("entry", import("./SignInAgain")));
