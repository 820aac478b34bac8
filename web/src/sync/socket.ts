import { api } from "@/api";
import { backoff } from "./backoff";
import type { Frame } from "./events";

const PING_MS = 30_000;
const CLOSED_NO_PONG = 4000;
const CLOSED_GAP = 4001;

/** How far a connection has been heard: where it is taken up again. */
export interface SocketPlace {
  /** The connection's id; empty where there has been none. */
  connection: string;
  /** The number of the next event. */
  next: number;
}

export interface SocketHandlers {
  /** An event, each exactly once and in order. */
  onFrame(frame: Frame): void;
  /**
   * The connection stands. `isNew` says that events may have been missed since the last one, so that what is shown
   * has to be asked for again; a connection that was resumed is not new.
   */
  onOpen(place: SocketPlace, isNew: boolean): void;
  /** The connection was lost; tries go on. */
  onLost(): void;
}

export interface Socket {
  /** Tells the server something, if it can hear; what it would answer is of no interest. */
  tell(action: string, data?: Record<string, unknown>): void;
  /** Does not wait for the next try: the network is back, or somebody is waiting. */
  retryNow(): void;
  close(): void;
}

interface Reply {
  seq_reply: number;
  data?: { text?: string };
}

/** The connection to the server, from a place on or new, held up and resumed for as long as it is not closed. */
export function openSocket(handlers: SocketHandlers, from?: SocketPlace): Socket {
  let socket: WebSocket | undefined;
  let connection = from?.connection ?? "";
  let expected = from?.next ?? 0;
  let asked = 0;
  let failures = 0;
  /** Whether the server has said a word on this socket. */
  let isHeard = false;
  let closeCode = 0;
  let isClosed = false;
  let isWaitingForPong = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let pinging: ReturnType<typeof setInterval> | undefined;

  function url(): string {
    const place = { connection_id: connection, sequence_number: expected };
    return api.socket(closeCode ? { ...place, disconnect_err_code: closeCode } : place);
  }

  function tell(action: string, data: Record<string, unknown> = {}): void {
    if (socket?.readyState !== WebSocket.OPEN) return;
    asked += 1;
    socket.send(JSON.stringify({ seq: asked, action, data }));
  }

  function ping(): void {
    if (isWaitingForPong) {
      drop(CLOSED_NO_PONG);
      return;
    }
    isWaitingForPong = true;
    tell("ping");
  }

  /** Gives a connection up without waiting for the other side, which may be gone. */
  function drop(code: number): void {
    const dropped = socket;
    handleClose(code);
    dropped?.close(code);
  }

  function handleFrame(frame: Frame): void {
    if (frame.event === "hello") {
      const id = String(frame.data.connection_id ?? "");
      const isNew = id !== connection;
      connection = id;
      expected = frame.seq + 1;
      failures = 0;
      isHeard = true;
      handlers.onOpen({ connection, next: expected }, isNew);
      return;
    }
    if (frame.seq < expected) return;
    if (frame.seq > expected) {
      // What is missing cannot be asked for in this connection; the next one starts from where this one was whole.
      drop(CLOSED_GAP);
      return;
    }
    expected += 1;
    handlers.onFrame(frame);
  }

  function handleMessage(message: MessageEvent<string>): void {
    const said: Partial<Frame> & Partial<Reply> = JSON.parse(message.data);
    if (said.seq_reply !== undefined) {
      if (said.data?.text === "pong") {
        isWaitingForPong = false;
        if (!isHeard) handleResumed();
      }
      return;
    }
    const { event, data, broadcast, seq } = said;
    if (event === undefined || seq === undefined || !broadcast) return;
    if (!isHeard && event !== "hello") handleResumed();
    handleFrame({ event, data: data ?? {}, broadcast, seq });
  }

  /** The first word on a connection that says no hello: it goes on where the last one broke off. */
  function handleResumed(): void {
    // Before a first hello a pong says nothing of where the events stand.
    if (!connection) return;
    failures = 0;
    isHeard = true;
    handlers.onOpen({ connection, next: expected }, false);
  }

  function handleClose(code: number): void {
    clearInterval(pinging);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket = undefined;
    closeCode = code;
    failures += 1;
    if (isClosed) return;
    handlers.onLost();
    retry = setTimeout(connect, code === CLOSED_GAP ? 0 : backoff(failures, Math.random()));
  }

  function connect(): void {
    clearTimeout(retry);
    if (socket || isClosed) return;
    asked = 0;
    isHeard = false;
    isWaitingForPong = false;
    const made = new WebSocket(url());
    socket = made;
    made.onmessage = handleMessage;
    made.onclose = (event) => handleClose(event.code);
    made.onopen = () => {
      ping();
      pinging = setInterval(ping, PING_MS);
    };
  }

  connect();
  return {
    tell,
    retryNow: () => {
      if (socket?.readyState === WebSocket.OPEN) ping();
      else connect();
    },
    close: () => {
      isClosed = true;
      clearTimeout(retry);
      socket?.close(1000);
      handleClose(1000);
    },
  };
}
