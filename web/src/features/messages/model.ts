import { slice } from "@/lib/slice";

/** What the right pane shows. */
export type Pane = { kind: "thread"; root: string } | { kind: "pinned" };

export interface MessagesState {
  pane: Pane | undefined;
  /** Posts that are gone here, and really deleted in a moment. */
  deleting: Record<string, true>;
  /** By channel: where I made it unread. It stays so until the channel is opened anew. */
  unreadFrom: Record<string, number>;
  /** The post that a link led to, for as long as it is lit. */
  target: string;
  /** The row whose reaction is being picked: where it is listed with its id, and what has asked for the picker. */
  reacting: { row: string; anchor: Element | undefined } | undefined;
}

export const messages = slice<MessagesState>("messages", {
  pane: undefined,
  deleting: {},
  unreadFrom: {},
  target: "",
  reacting: undefined,
});

/** What was made unread in these channels has been read again. */
export function withReadAgain(state: MessagesState, ids: readonly string[]): Partial<MessagesState> {
  if (!ids.some((id) => id in state.unreadFrom)) return {};
  const unreadFrom = { ...state.unreadFrom };
  for (const id of ids) delete unreadFrom[id];
  return { unreadFrom };
}
