import { slice } from "@/lib/slice";

/** Text that has not been sent. */
export interface Draft {
  text: string;
  channel: string;
  /** The thread that it answers; empty in the channel itself. */
  root: string;
  /** The message that it changes. */
  post?: string;
  /** When it was last changed. */
  at: number;
}

export interface DraftsState {
  /** By place: a channel, the root of a thread, or a message that is being changed. */
  drafts: Record<string, Draft>;
}

export const drafts = slice<DraftsState>("drafts", { drafts: {} }, { written: ["drafts"] });

/** Where a text belongs. */
export interface Place {
  channel: string;
  root: string;
  post?: string;
}

export const placeId = ({ channel, root, post }: Place): string => post ?? (root || channel);

/** The row in which the local store keeps the draft of a place. */
export const draftRow = (place: Place): [table: string, id: string] => ["drafts.drafts", placeId(place)];

/** A draft as it has become, here or in another tab: the newest wins, and an empty one is none. */
export function withDraft(state: DraftsState, draft: Draft): Partial<DraftsState> {
  const id = placeId(draft);
  const known = state.drafts[id];
  if (known && known.at > draft.at) return {};
  const { [id]: _before, ...others } = state.drafts;
  if (draft.text === "") return known ? { drafts: others } : {};
  return { drafts: { ...others, [id]: draft } };
}

export function textOf(state: DraftsState, place: string): string {
  return state.drafts[place]?.text ?? "";
}

/** Whether something unsent waits in a channel, for the pencil beside its name. */
export function hasDraft(state: DraftsState, channel: string): boolean {
  return textOf(state, channel).trim() !== "";
}

/** Everything unsent, newest first; not what is being changed in messages that exist. */
export function draftList(state: DraftsState): Draft[] {
  return Object.values(state.drafts)
    .filter(({ text, post }) => post === undefined && text.trim() !== "")
    .sort((a, b) => b.at - a.at);
}
