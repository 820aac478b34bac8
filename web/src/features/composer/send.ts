import type { Post } from "@/api";
import { type Draft, draftRow, drafts, keepDraft, type Place, placeId, textOf } from "@/features/drafts";
import { isPending, type PostsState, sendMessage } from "@/features/posts";
import { myId } from "@/features/session";
import { stopTelling } from "@/features/typing";

/**
 * Sends texts: the draft ends in the same step in which the last of them is written down to be sent, unless it says
 * something else by now than what they were made of.
 */
export function sendTexts(place: Place, texts: readonly string[], draft: string): void {
  const isSame = textOf(drafts.get(), placeId(place)) === draft;
  texts.forEach((message, index) => {
    sendMessage({ ...place, message }, isSame && index === texts.length - 1 ? draftRow(place) : undefined);
  });
  if (isSame) keepDraft(place, "");
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
