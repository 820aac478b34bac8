export { shareAttention } from "./attention";
export { events, tellWhile } from "./events";
export { useTitle } from "./useTitle";
