import type { Post } from "@/api";
import { drafts, keepDraft, type Place, placeId, textOf } from "@/features/drafts";
import { discardMessage } from "@/features/posts";

/** Where a text was written and another may have been begun since: what is taken back stands before that. */
export function takeBack({ id, channel_id, root_id, message }: Post): Promise<void> {
  const place: Place = { channel: channel_id, root: root_id };
  const since = textOf(drafts.get(), placeId(place));
  // It is a draft before it stops being a message: a page that is killed in between has it twice, and never not at all.
  keepDraft(place, since === "" ? message : `${message}\n\n${since}`);
  return discardMessage(id);
}
