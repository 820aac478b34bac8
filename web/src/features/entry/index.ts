export { EntryScreen } from "./EntryScreen";
