import type { Post } from "@/api";

/** What people do that is told in one line with others doing it. */
export type Happening = "joined" | "left" | "added" | "removed";

const happenings: Record<string, Happening> = {
  system_join_channel: "joined",
  system_guest_join_chan: "joined",
  system_join_team: "joined",
  system_leave_channel: "left",
  system_leave_team: "left",
  system_add_to_channel: "added",
  system_add_guest_to_chan: "added",
  system_add_to_team: "added",
  system_remove_from_channel: "removed",
  system_remove_from_team: "removed",
};

export interface Told {
  what: Happening;
  /** Who did it to them; empty where they did it themselves. */
  by: string;
  /** User ids or, where the server names only that, usernames. */
  who: string[];
}

export const isMergeable = (post: Post): boolean => happenings[post.type] !== undefined;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Merges comings and goings: each kind once, in the order of its first, everybody in it once. */
export function tell(found: readonly Post[]): Told[] {
  const told: Told[] = [];
  for (const post of found) {
    const what = happenings[post.type];
    if (!what) continue;
    const { props } = post;
    const isByOther = what === "added" || (what === "removed" && text(props.removedUserId) !== "");
    const who = isByOther
      ? text(props.addedUserId) || text(props.removedUserId) || text(props.addedUsername)
      : post.user_id;
    const by = isByOther && what === "added" ? post.user_id : "";
    const same = told.find((one) => one.what === what && one.by === by);
    if (!same) told.push({ what, by, who: [who] });
    else if (!same.who.includes(who)) same.who.push(who);
  }
  return told;
}
