import type { Post } from "@/api";
import { recentEmoji } from "@/features/emoji";
import { useShortcut } from "@/features/keyboard";
import { showCard } from "@/features/people";
import { isByBot, posts } from "@/features/posts";
import {
  copyLink,
  copyText,
  deleteSoon,
  markUnreadFrom,
  openThread,
  react,
  startEditing,
  startReacting,
  togglePinned,
  toggleSaved,
} from "./actions";
import { type Verbs, verbsNow } from "./verbs";

/** The row with the focus, if it is a message's. */
function focusedRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-post]") ?? null;
}

function focusedPost(): Post | undefined {
  return posts.get().posts[focusedRow()?.dataset.post ?? ""];
}

/** Does something with the message that has the focus, if that may be done; else the key is another's. */
function withFocused(verb: keyof Verbs, act: (post: Post) => void): () => boolean {
  return () => {
    const post = focusedPost();
    if (!post || !verbsNow(post)[verb]) return false;
    act(post);
    return true;
  };
}

/** Moves the focus among rows. From outside of a list J and K lead to its last message. */
function step(by: 1 | -1, event: KeyboardEvent): boolean {
  const isArrow = event.key.startsWith("Arrow");
  const inside = document.activeElement?.closest<HTMLElement>("[data-messages]");
  const list = inside ?? (isArrow ? null : document.querySelector<HTMLElement>("main [data-messages]"));
  if (!list || (isArrow && document.activeElement?.closest("[role=toolbar]"))) return false;
  const rows = [...list.querySelectorAll<HTMLElement>("[data-post]")];
  const row = focusedRow();
  const next = row && list.contains(row) ? rows[rows.indexOf(row) + by] : rows.at(-1);
  if (!next) return true;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

/** The keys of reading, for a screen with messages. */
export function useMessageKeys(): void {
  useShortcut("nextMessage", (event) => step(1, event));
  useShortcut("previousMessage", (event) => step(-1, event));
  useShortcut("replyToMessage", (event) => {
    // Enter presses what has the focus in a row.
    if (event.key === "Enter" && document.activeElement !== focusedRow()) return false;
    return withFocused("reply", openThread)();
  });
  useShortcut("reactQuickly", (event) => {
    const emoji = recentEmoji(3)[Number(event.key) - 1];
    return emoji === undefined ? false : withFocused("react", (post) => react(post, emoji))();
  });
  useShortcut("editMessage", withFocused("edit", startEditing));
  useShortcut("deleteMessage", withFocused("remove", deleteSoon));
  useShortcut("pinMessage", withFocused("pin", togglePinned));
  useShortcut("saveMessage", withFocused("save", toggleSaved));
  useShortcut("showAuthor", () => {
    const row = focusedRow();
    const post = focusedPost();
    if (!row || !post || isByBot(post)) return false;
    const anchor = row.querySelector<HTMLElement>("button[data-person]") ?? row;
    showCard({ user: post.user_id, anchor, isEntered: true });
    return undefined;
  });
  useShortcut("copyLink", withFocused("save", copyLink));
  useShortcut("copyMessage", withFocused("save", copyText));
  useShortcut("markUnread", withFocused("unread", markUnreadFrom));
  useShortcut("reactToMessage", () => {
    const row = focusedRow();
    return withFocused("react", (post) => startReacting(post, row?.dataset.place ?? ""))();
  });
}
