import type { Post } from "@/api";
import { draftRow, keepDraft } from "@/features/drafts";
import { type Edit, posts, sendEdit, showEdit, takeBackEdit } from "@/features/posts";
import { explain, translate } from "@/i18n";
import { outboxKind } from "@/sync";
import { toasts } from "@/ui/toast/toasts";
import { startEditing } from "./model";

interface Saved extends Edit {
  channel: string;
  root: string;
}

const placeOf = ({ id, channel, root }: Saved) => ({ channel, root, post: id });

const enqueue = outboxKind<Saved>("edit", {
  send: sendEdit,
  onWaiting: (edit) => showEdit(edit, true),
  onRefused: (edit, error) => {
    takeBackEdit(edit);
    // What was typed comes back with the editor.
    keepDraft(placeOf(edit), edit.message);
    toasts.show({
      kind: "bad",
      text: translate("composer.edit.failed", { reason: explain(error) }),
      action: { text: translate("buttons.retry"), onAction: () => startEditing(edit.id) },
    });
    return false;
  },
  onGone: (edit) => showEdit(edit, false),
  onRestored: (edit) => showEdit(edit, true),
});

/** Changes the text of a message: it shows at once and goes out in its turn. The draft of the change ends with that. */
export function saveEdit({ id, channel_id: channel, root_id: root, ...before }: Post, message: string): void {
  const { message: was, edit_at } = before;
  const edit = { id, channel, root, message, before: { message: was, edit_at } };
  const place = placeOf(edit);
  showEdit(edit, posts.get().sending[id] !== undefined);
  enqueue(edit, draftRow(place));
  keepDraft(place, "");
}
