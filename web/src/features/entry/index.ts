import { withTexts } from "@/i18n";

export { EntryScreen } from "./EntryScreen";
export { EntrySheet } from "./EntrySheet";
export { SetupScreen } from "./setup";
export { TeamForm } from "./TeamForm";

/** Where who was signed in signs in again: loaded when the session has ended. */
export const loadSignInAgain = () => withTexts("session", withTexts("entry", import("./SignInAgain")));
