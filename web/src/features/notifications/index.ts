export { shareAttention } from "./attention";
export { events, tellWhile } from "./events";
export { showNotification } from "./show";
export { useTitle } from "./useTitle";
