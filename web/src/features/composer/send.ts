import type { Post } from "@/api";
import { type Draft, draftRow, keepDraft, type Place } from "@/features/drafts";
import { isPending, type PostsState, sendMessage } from "@/features/posts";
import { myId } from "@/features/session";
import { stopTelling } from "@/features/typing";

/** Sends a text: its draft ends in the same step in which it is written down to be sent. */
export function sendText(place: Place, text: string): void {
  sendMessage({ ...place, message: text }, draftRow(place));
  keepDraft(place, "");
  stopTelling(place.channel, place.root);
}

/** The last message of mine in a place that can still be changed. */
export function lastOwn(state: PostsState, place: Pick<Draft, "channel" | "root">): Post | undefined {
  const ids = place.root
    ? [place.root, ...(state.replies[place.root]?.ids ?? [])]
    : (state.stretches[place.channel]?.ids ?? []);
  const me = myId();
  return ids
    .map((id) => state.posts[id])
    .findLast(
      (post) =>
        post !== undefined &&
        post.user_id === me &&
        post.type === "" &&
        post.delete_at === 0 &&
        !isPending(post),
    );
}
