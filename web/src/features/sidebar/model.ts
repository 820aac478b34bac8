import { slice } from "@/lib/slice";

/** Where what is being dragged would come to stand. */
export interface Drop {
  category: string;
  /** The row before which it goes; nothing for the end, or for the start of a category that orders itself. */
  before: string | undefined;
  /** The row at whose edge the mark shows, and which edge. A category's heading is a row with its id. */
  row: string;
  side: "start" | "end" | "whole";
}

export interface SidebarState {
  /** Shows only what is unread, and what is open. */
  unreadOnly: boolean;
  /** What is being dragged: a channel or a category. */
  dragged: { kind: "channel" | "category"; id: string } | undefined;
  drop: Drop | undefined;
}

export const sidebar = slice<SidebarState>(
  "sidebar",
  { unreadOnly: false, dragged: undefined, drop: undefined },
  { values: ["unreadOnly"] },
);
