import type { ReactNode } from "react";
import type { Post } from "@/api";
import { keysOf } from "@/features/keyboard";
import { threads } from "@/features/threads";
import { useT } from "@/i18n";
import { Menu, MenuItem, MenuSeparator } from "@/ui/menu/Menu";
import type { Anchor } from "@/ui/popover/Popover";
import {
  copyLink,
  copyText,
  deleteSoon,
  follows,
  markUnreadFrom,
  openThread,
  startEditing,
  toggleFollowing,
  togglePinned,
  toggleSaved,
  useIsSaved,
} from "./actions";
import { useVerbs } from "./verbs";

interface MessageMenuProps {
  post: Post;
  anchor: Anchor;
  onReact: () => void;
  onClose: () => void;
}

/** Everything that can be done with a message. */
export function MessageMenu({ post, anchor, onReact, onClose }: MessageMenuProps): ReactNode {
  const t = useT();
  const verbs = useVerbs(post);
  const isSaved = useIsSaved(post.id);
  threads.use((state) => state.threads[post.root_id || post.id]);
  return (
    <Menu label={t("messages.actions")} anchor={anchor} onClose={onClose} align="end">
      {verbs.react && (
        <MenuItem icon="react" keys={keysOf("reactToMessage")} onSelect={onReact}>
          {t("messages.addReaction")}
        </MenuItem>
      )}
      {verbs.reply && (
        <MenuItem icon="reply" keys={keysOf("replyToMessage")} onSelect={() => openThread(post)}>
          {t("messages.reply")}
        </MenuItem>
      )}
      {verbs.follow && (
        <MenuItem icon={follows(post) ? "bell-off" : "bell"} onSelect={() => toggleFollowing(post)}>
          {t(follows(post) ? "messages.unfollow" : "messages.follow")}
        </MenuItem>
      )}
      {verbs.unread && (
        <MenuItem icon="mark-unread" keys={keysOf("markUnread")} onSelect={() => markUnreadFrom(post)}>
          {t("messages.markUnread")}
        </MenuItem>
      )}
      {verbs.save && (
        <MenuItem
          icon={isSaved ? "bookmark-on" : "bookmark"}
          keys={keysOf("saveMessage")}
          onSelect={() => toggleSaved(post)}
        >
          {t(isSaved ? "messages.unsave" : "messages.save")}
        </MenuItem>
      )}
      {verbs.pin && (
        <MenuItem icon="pin" keys={keysOf("pinMessage")} onSelect={() => togglePinned(post)}>
          {t(post.is_pinned ? "messages.unpin" : "messages.pin")}
        </MenuItem>
      )}
      <MenuSeparator />
      {verbs.save && (
        <MenuItem icon="link" keys={keysOf("copyLink")} onSelect={() => copyLink(post)}>
          {t("messages.copyLink")}
        </MenuItem>
      )}
      <MenuItem icon="copy" keys={keysOf("copyMessage")} onSelect={() => copyText(post)}>
        {t("messages.copyText")}
      </MenuItem>
      {(verbs.edit || verbs.remove) && <MenuSeparator />}
      {verbs.edit && (
        <MenuItem icon="edit" keys={keysOf("editMessage")} onSelect={() => startEditing(post)}>
          {t("messages.edit")}
        </MenuItem>
      )}
      {verbs.remove && (
        <MenuItem icon="trash" keys="Delete" kind="danger" onSelect={() => deleteSoon(post)}>
          {t("messages.delete")}
        </MenuItem>
      )}
    </Menu>
  );
}
