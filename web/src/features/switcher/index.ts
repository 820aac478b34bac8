export { FindButton } from "./FindButton";
