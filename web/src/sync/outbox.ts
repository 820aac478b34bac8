import { ApiError } from "@/api";
import { basePath } from "@/lib/base";
import {
  addToOutbox,
  holdInOutbox,
  isInOutbox,
  type OutboxKey,
  readOutbox,
  removeFromOutbox,
} from "@/lib/localStore";

/** What one kind of thing needs to be sent later, in another page even. */
export interface OutboxKind<Payload> {
  /** Sends it. Doing it twice has to be the same as doing it once. */
  send(payload: Payload): Promise<void>;
  /** It waits: the server is not reached. */
  onWaiting?(payload: Payload): void;
  /**
   * The server refuses it; the error says why. Gives whether it is held, also over a reload, until somebody sends it
   * again or withdraws it; otherwise it has to be taken back here.
   */
  onRefused(payload: Payload, error: ApiError): boolean;
  /** Another tab has sent it or taken it back. */
  onGone?(payload: Payload): void;
  /** Shows it again, in a page that has been opened with it still waiting or held. */
  onRestored?(payload: Payload, isHeld: boolean): void;
  /** Whether nobody misses it: who signs out is not asked because of it. */
  isMinor?: boolean;
}

interface Waiting {
  kind: string;
  payload: unknown;
  /** Its place in the local store, once it is there. */
  key: Promise<OutboxKey | undefined>;
}

const RETRY_MS = 5_000;
const kinds = new Map<string, OutboxKind<unknown>>();
let queue: Waiting[] = [];
let held: Waiting[] = [];
let isRunning = false;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Where the local store has the draft of something: it goes when that is written down to be sent. */
export type DraftRow = [table: string, id: string];

/** Makes a kind of thing that goes through the outbox: written down first, sent in order, tried again until answered. */
export function outboxKind<Payload>(
  name: string,
  kind: OutboxKind<Payload>,
): (payload: Payload, draft?: DraftRow) => void {
  // What comes out of the store under a name is what went in under it.
  kinds.set(name, kind as OutboxKind<unknown>);
  return (payload, draft) => {
    const key = addToOutbox({ kind: name, payload }, draft).catch(() => undefined);
    queue.push({ kind: name, payload, key });
    void run();
  };
}

/** Does something while no other tab does it. Without a secure context there are no locks, and the server tells twins. */
function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? navigator.locks.request(`wardroom${basePath}:outbox`, work) : work();
}

/** Sends what waits, one after the other. Only the end of a network stops it. */
async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  clearTimeout(retry);
  try {
    for (let next = queue[0]; next; next = queue[0]) {
      const one = next;
      if (!(await alone(() => sendOne(one)))) break;
    }
  } catch {
    // The browser has taken the lock away, or its store fails.
    retry = setTimeout(() => void run(), RETRY_MS);
  } finally {
    isRunning = false;
  }
}

/** Sends one. Gives whether the next may follow. */
async function sendOne(next: Waiting): Promise<boolean> {
  const kind = kinds.get(next.kind);
  const key = await next.key;
  // It may have been taken back while its turn came.
  if (!queue.includes(next)) return true;
  if (key !== undefined && !(await isInOutbox(key))) {
    queue = queue.filter((one) => one !== next);
    kind?.onGone?.(next.payload);
    return true;
  }
  try {
    await kind?.send(next.payload);
  } catch (error) {
    if (!(error instanceof ApiError) || error.isPassing || error.hindrance === "expired") {
      for (const one of queue) kinds.get(one.kind)?.onWaiting?.(one.payload);
      // Who has no session sends nothing until they are back.
      if (error instanceof ApiError && error.hindrance === "expired") return false;
      const seconds = error instanceof ApiError ? error.retryAfter : undefined;
      retry = setTimeout(() => void run(), seconds === undefined ? RETRY_MS : seconds * 1000);
      return false;
    }
    if (kind?.onRefused(next.payload, error)) {
      queue = queue.filter((one) => one !== next);
      held.push(next);
      if (key !== undefined)
        await holdInOutbox(key, { kind: next.kind, payload: next.payload }).catch(() => {});
      return true;
    }
  }
  queue = queue.filter((one) => one !== next);
  if (key !== undefined) await removeFromOutbox(key).catch(() => {});
  return true;
}

/** Tries at once: the network is back. */
export function flushOutbox(): void {
  if (queue.length > 0) void run();
}

/** Takes up what an earlier page left unsent. Call it once, after the local store has been opened. */
export async function restoreOutbox(): Promise<void> {
  const rows = await readOutbox();
  const restored: Waiting[] = [];
  for (const { key, row } of rows) {
    (row.isHeld ? held : restored).push({ kind: row.kind, payload: row.payload, key: Promise.resolve(key) });
    kinds.get(row.kind)?.onRestored?.(row.payload, row.isHeld ?? false);
  }
  queue = [...restored, ...queue];
  flushOutbox();
}

/**
 * Takes up what tabs that have gone left unsent. What another living tab is about to send may come along: only one tab
 * sends at a time, and the other finds that it is done.
 */
export async function adoptOutbox(): Promise<void> {
  const rows = await readOutbox();
  const known = new Set(await Promise.all([...queue, ...held].map((one) => one.key)));
  for (const { key, row } of rows) {
    if (row.isHeld || known.has(key)) continue;
    queue.push({ kind: row.kind, payload: row.payload, key: Promise.resolve(key) });
    kinds.get(row.kind)?.onRestored?.(row.payload, false);
  }
  flushOutbox();
}

/** Whether anything that somebody would miss waits or is held, in this tab or in what any has left. */
export async function hasUnsent(): Promise<boolean> {
  const all = [...queue, ...held, ...(await readOutbox()).map(({ row }) => row)];
  return all.some((one) => !kinds.get(one.kind)?.isMinor);
}

/** Takes back what waits or is held. */
export async function withdraw(matches: (kind: string, payload: unknown) => boolean): Promise<void> {
  const taken = [...queue, ...held].filter((one) => matches(one.kind, one.payload));
  queue = queue.filter((one) => !taken.includes(one));
  held = held.filter((one) => !taken.includes(one));
  for (const one of taken) {
    const key = await one.key;
    if (key !== undefined) await removeFromOutbox(key).catch(() => {});
  }
}

/** Forgets all that waits, in memory: another user signs in. */
export function clearOutbox(): void {
  clearTimeout(retry);
  queue = [];
  held = [];
}
