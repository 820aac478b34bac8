/** What kept a call from being answered, as far as it decides what to do next. */
export type Hindrance =
  /** The server was not reached. */
  | "offline"
  /** The session has ended. */
  | "expired"
  /** Too many calls, or the server is overloaded: later. */
  | "busy"
  /** The server failed. */
  | "failed"
  /** The server understood and refuses. */
  | "refused";

/** A call that was not answered with success. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly hindrance: Hindrance,
    /** The protocol's error id; empty where the server was not reached. */
    readonly id: string,
    readonly status: number,
    message: string,
    /** What the server's log knows this call by. */
    readonly requestId = "",
    /** After how many seconds to try again, where the server says so. */
    readonly retryAfter: number | undefined = undefined,
  ) {
    super(message);
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get isPassing(): boolean {
    return this.hindrance === "offline" || this.hindrance === "busy" || this.hindrance === "failed";
  }
}

/** Whether a call failed because the server understood and refuses: tried again, it would be refused again. */
export function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.hindrance === "refused";
}

export function hindranceOf(status: number, path: string): Hindrance {
  if (status === 401 && path !== "/users/login") return "expired";
  if (status === 429 || status === 503) return "busy";
  return status >= 500 ? "failed" : "refused";
}
