export { EntryScreen } from "./EntryScreen";
export { EntrySheet } from "./EntrySheet";
export { SetupScreen } from "./setup";
export { TeamForm } from "./TeamForm";
