import { basePath } from "@/lib/base";
import type { Frame } from "./events";
import { openSocket, type Socket, type SocketHandlers, type SocketPlace } from "./socket";

/** How long a tab in sight waits for the leader's answer before it takes its place: a frozen page gives none. */
const ANSWER_MS = 3_000;
/** How often a tab in sight makes sure that there is a leader. */
const CHECK_MS = 60_000;

export interface SharedHandlers extends SocketHandlers {
  /** This tab holds the connection from now on, or another tab has gone whose work it may have to end. */
  onCare(): void;
}

export interface SharedSocket extends Socket {
  /** Whether this tab holds the connection for all. */
  isLeading(): boolean;
}

/** What tabs say to each other; those that hold the connection speak of events, the others ask. */
type Said =
  | { kind: "standing"; place: SocketPlace }
  | { kind: "lost" }
  | { kind: "frame"; connection: string; frame: Frame }
  | { kind: "ask" }
  | { kind: "retry" }
  | { kind: "left" }
  | { kind: "tell"; action: string; data: Record<string, unknown> };

/**
 * One connection for all tabs of a user in this browser. The tab that holds the lock leads: it has the socket, and
 * passes on what it hears. Every tab knows its place in the connection, so that any can take it up where it stands when
 * the leader goes. A tab that has missed something is told so by `isNew`, as after a gap in a connection of its own.
 * Where the browser has no locks (it has none without TLS) each tab has its own connection.
 */
export function shareSocket(user: string, handlers: SharedHandlers): SharedSocket {
  if (!navigator.locks) {
    handlers.onCare();
    return { ...openSocket(handlers), isLeading: () => true };
  }
  const name = `wardroom${basePath}:${user}:socket`;
  const tabs = new BroadcastChannel(name);
  let place: SocketPlace = { connection: "", next: 0 };
  let isOpen = false;
  let isClosed = false;
  let socket: Socket | undefined;
  let stepDown = (): void => {};
  let queued = new AbortController();
  let doubt: ReturnType<typeof setTimeout> | undefined;

  function say(said: Said): void {
    if (!isClosed) tabs.postMessage(said);
  }

  const leading: SocketHandlers = {
    onFrame: (frame) => {
      place = { ...place, next: frame.seq + 1 };
      say({ kind: "frame", connection: place.connection, frame });
      handlers.onFrame(frame);
    },
    onOpen: (opened, isNew) => {
      place = opened;
      isOpen = true;
      say({ kind: "standing", place });
      handlers.onOpen(place, isNew);
    },
    onLost: () => {
      say({ kind: "lost" });
      handleLost();
    },
  };

  function lead(): Promise<void> {
    if (isClosed) return Promise.resolve();
    clearTimeout(doubt);
    socket = openSocket(leading, place);
    handlers.onCare();
    return new Promise((resolve) => {
      stepDown = resolve;
    });
  }

  /** Leads when it is this tab's turn. */
  function queue(): void {
    queued = new AbortController();
    const { signal } = queued;
    navigator.locks.request(name, { signal }, lead).catch(() => {
      if (!signal.aborted) handleTaken();
    });
  }

  /** Leads at once: whoever does gives no answer. */
  function takeOver(): void {
    queued.abort();
    navigator.locks.request(name, { steal: true }, lead).catch(handleTaken);
  }

  /** Another tab has taken the lead from this one. */
  function handleTaken(): void {
    if (isClosed) return;
    socket?.close();
    socket = undefined;
    queue();
    ask();
  }

  /** Asks how the connection stands. In sight, where somebody waits, silence is an answer too. */
  function ask(): void {
    if (socket || isClosed) return;
    say({ kind: "ask" });
    clearTimeout(doubt);
    if (document.visibilityState !== "visible") return;
    doubt = setTimeout(() => {
      if (!socket && !isClosed) takeOver();
    }, ANSWER_MS);
  }

  /** Takes up a connection where others have it. */
  function join(there: SocketPlace): void {
    const isNew = there.connection !== place.connection || there.next > place.next;
    if (isNew) place = there;
    if (isOpen && !isNew) return;
    isOpen = true;
    handlers.onOpen(place, isNew);
  }

  function handleLost(): void {
    isOpen = false;
    handlers.onLost();
  }

  function handlePassed(connection: string, frame: Frame): void {
    join({ connection, next: frame.seq });
    if (frame.seq < place.next) return;
    place = { connection, next: frame.seq + 1 };
    handlers.onFrame(frame);
  }

  tabs.onmessage = ({ data: said }: MessageEvent<Said>) => {
    if (isClosed) return;
    if (socket) {
      if (said.kind === "ask") say(isOpen ? { kind: "standing", place } : { kind: "lost" });
      if (said.kind === "retry") socket.retryNow();
      if (said.kind === "tell") socket.tell(said.action, said.data);
      if (said.kind === "left") handlers.onCare();
      return;
    }
    if (said.kind !== "standing" && said.kind !== "lost" && said.kind !== "frame") return;
    clearTimeout(doubt);
    if (said.kind === "standing") join(said.place);
    else if (said.kind === "frame") handlePassed(said.connection, said.frame);
    else if (isOpen) handleLost();
  };

  const handleVisible = (): void => ask();
  const handleLeft = (): void => say({ kind: "left" });
  const checking = setInterval(() => {
    if (document.visibilityState === "visible") ask();
  }, CHECK_MS);
  document.addEventListener("visibilitychange", handleVisible);
  window.addEventListener("pagehide", handleLeft);
  queue();
  ask();

  return {
    isLeading: () => socket !== undefined,
    tell: (action, data = {}) => {
      if (socket) socket.tell(action, data);
      else say({ kind: "tell", action, data });
    },
    retryNow: () => {
      if (socket) socket.retryNow();
      else say({ kind: "retry" });
    },
    close: () => {
      isClosed = true;
      clearTimeout(doubt);
      clearInterval(checking);
      document.removeEventListener("visibilitychange", handleVisible);
      window.removeEventListener("pagehide", handleLeft);
      socket?.close();
      queued.abort();
      stepDown();
      tabs.close();
    },
  };
}
