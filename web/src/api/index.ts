export { administration, type Configuration } from "./administration";
export { onSessionExpired, setConnectionId } from "./client";
export { ApiError, type Hindrance } from "./error";
export { api, door } from "./paths";
export type * from "./types";
