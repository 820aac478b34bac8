export {
  type Broadcast,
  dispatcher,
  type EventData,
  type EventName,
  type EventTable,
  type Frame,
} from "./events";
export { type FrameQueue, frameQueue } from "./frames";
export {
  adoptOutbox,
  clearOutbox,
  type DraftRow,
  flushOutbox,
  hasUnsent,
  type OutboxKind,
  outboxKind,
  restoreOutbox,
  withdraw,
} from "./outbox";
export { type SharedHandlers, type SharedSocket, shareSocket } from "./sharedSocket";
