export { PeoplePicker } from "./PeoplePicker";
