export { administration, type Configuration } from "./administration";
export { type CallOptions, onSessionExpired, setConnectionId } from "./client";
export { door } from "./door";
export { ApiError, type Hindrance, isRefused } from "./error";
export { api, pageSizes } from "./paths";
export type * from "./types";
