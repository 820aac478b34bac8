import type { Post } from "@/api";
import { type Draft, draftRow, keepDraft, type Place } from "@/features/drafts";
import { isPending, type PostsState, sendMessage } from "@/features/posts";
import { myId } from "@/features/session";
import { stopTelling } from "@/features/typing";

/** Sends texts: the draft ends in the same step in which the last of them is written down to be sent. */
export function sendTexts(place: Place, texts: readonly string[]): void {
  texts.forEach((message, index) => {
    sendMessage({ ...place, message }, index === texts.length - 1 ? draftRow(place) : undefined);
  });
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
