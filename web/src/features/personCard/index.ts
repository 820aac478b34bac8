export { PersonCards } from "./PersonCards";
