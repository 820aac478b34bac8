export { useTitle } from "./useTitle";
