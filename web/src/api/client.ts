import { basePath } from "@/lib/base";
import { cookie } from "@/lib/cookies";
import { ApiError, hindranceOf } from "./error";

export type Query = Record<string, string | number | boolean | undefined>;

export interface CallOptions {
  signal?: AbortSignal;
  /** Whether the call goes on when the page is left. */
  keepalive?: boolean;
}

const root = `${basePath}/api/v4`;
/** A call that has no answer after so long has none to expect. */
const LONGEST_MS = 30_000;

let handleExpired: () => void = () => {};
let connectionId = "";

/** Says what happens when the server no longer knows the session. */
export function onSessionExpired(handle: () => void): void {
  handleExpired = handle;
}

/** The socket's connection, so that the server does not tell it of what this page does itself. */
export function setConnectionId(id: string): void {
  connectionId = id;
}

/** The address of something that the browser fetches by itself, such as a picture. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const tail = search.toString();
  return `${root}${path}${tail ? `?${tail}` : ""}`;
}

/** Calls the server and gives the answer; whatever else comes out is an `ApiError`. */
async function call(method: string, path: string, query: Query, body: unknown, options: CallOptions) {
  const headers = new Headers({ "X-Requested-With": "XMLHttpRequest" });
  if (method !== "GET") {
    headers.set("X-CSRF-Token", cookie("MMCSRF") ?? "");
    if (connectionId) headers.set("Connection-Id", connectionId);
  }
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers.set("Content-Type", "application/json");
  const signals = options.signal ? [options.signal] : [];
  let response: Response;
  try {
    response = await fetch(address(path, query), {
      method,
      headers,
      body: body === undefined ? null : isForm ? body : JSON.stringify(body),
      credentials: "same-origin",
      ...options,
      // A file takes as long as it takes.
      ...(isForm ? {} : { signal: AbortSignal.any([AbortSignal.timeout(LONGEST_MS), ...signals]) }),
    });
  } catch (error) {
    throw unreached(error, options);
  }
  if (!response.ok) throw await refusal(response, path);
  return response;
}

/** What is told of a call without an answer: nothing new where it was given up here. */
function unreached(error: unknown, { signal }: CallOptions): unknown {
  return signal?.aborted ? error : new ApiError("offline", "", 0, "The server was not reached");
}

/** What an answer says. The network may end in the middle of it. */
async function bodyOf(response: Response, options: CallOptions = {}): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw unreached(error, options);
  }
}

async function refusal(response: Response, path: string): Promise<ApiError> {
  const hindrance = hindranceOf(response.status, path);
  if (hindrance === "expired") handleExpired();
  const said = await response.json().catch(() => ({}));
  const after = Number(response.headers.get("Retry-After") ?? response.headers.get("X-RateLimit-Reset"));
  return new ApiError(
    hindrance,
    String(said?.id ?? ""),
    response.status,
    String(said?.message ?? response.statusText),
    String(said?.request_id ?? response.headers.get("X-Request-Id") ?? ""),
    after > 0 ? after : undefined,
  );
}

/** Asks for something. The type is what the protocol promises; it is not checked here. */
export async function get<Answer>(
  path: string,
  query: Query = {},
  options: CallOptions = {},
): Promise<Answer> {
  const response = await call("GET", path, query, undefined, options);
  return JSON.parse(await bodyOf(response, options));
}

/** Asks for a list of any length that comes as one JSON text a line. */
export async function getLines<Item>(path: string, query: Query = {}): Promise<Item[]> {
  const response = await call("GET", path, query, undefined, {});
  const text = await bodyOf(response);
  if (!response.headers.get("Content-Type")?.includes("ndjson")) return JSON.parse(text);
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): Item => JSON.parse(line));
}

/** Does something. */
export async function send<Answer = { status: string }>(
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  query: Query = {},
  options: CallOptions = {},
): Promise<Answer> {
  const response = await call(method, path, query, body, options);
  return JSON.parse(await bodyOf(response, options));
}
