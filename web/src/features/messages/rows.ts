import type { Post } from "@/api";
import { rowKey } from "@/features/posts";
import { isMergeable } from "./system";
import { dayKey } from "./times";

/** What a list of messages is made of. Keys are unique in their list, and stay when a message is confirmed. */
export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "new"; key: string; at: number }
  | { kind: "post"; key: string; id: string; isFirst: boolean }
  | { kind: "system"; key: string; ids: string[] };

/** Messages of one author that follow within this time stand under one name. */
const GROUP_MS = 5 * 60_000;

export interface RowWishes {
  /** The line of new messages stands before the first one of others that is newer. */
  newSince?: number | undefined;
  me: string;
  hasDays?: boolean;
}

export const isSystem = (post: Post): boolean =>
  post.type.startsWith("system_") && post.type !== "system_ephemeral";

/** Who speaks in a post: an integration may do so under several names. */
function speaker(post: Post): string {
  return `${post.user_id} ${post.props.override_username ?? ""} ${post.props.from_webhook ?? ""}`;
}

function continues(post: Post, before: Post | undefined): boolean {
  return (
    before !== undefined &&
    !isSystem(before) &&
    post.type === before.type &&
    speaker(post) === speaker(before) &&
    post.create_at - before.create_at <= GROUP_MS
  );
}

/** Lays posts out, oldest first: days, the line of new messages, groups by author, what the system says merged. */
export function rowsOf(
  posts: readonly (Post | undefined)[],
  { newSince, me, hasDays = true }: RowWishes,
): Row[] {
  const rows: Row[] = [];
  let before: Post | undefined;
  let day = "";
  let hasLine = newSince === undefined;
  for (const post of posts) {
    if (!post) continue;
    const { id } = post;
    const own = dayKey(post.create_at);
    if (hasDays && own !== day) {
      rows.push({ kind: "day", key: `day ${own}`, at: post.create_at });
      day = own;
      before = undefined;
    }
    if (!hasLine && post.create_at > (newSince ?? 0) && post.user_id !== me) {
      rows.push({ kind: "new", key: "new", at: newSince ?? 0 });
      hasLine = true;
      before = undefined;
    }
    const last = rows.at(-1);
    if (isSystem(post)) {
      if (isMergeable(post) && last?.kind === "system" && before && isMergeable(before)) last.ids.push(id);
      else rows.push({ kind: "system", key: rowKey(post), ids: [id] });
    } else {
      rows.push({ kind: "post", key: rowKey(post), id, isFirst: !continues(post, before) });
    }
    before = post;
  }
  return rows;
}
