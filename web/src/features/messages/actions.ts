import { api, type Post } from "@/api";
import { channels, forgetView } from "@/features/channels";
import { composer } from "@/features/composer";
import { noteEmoji } from "@/features/emoji";
import {
  deleteMessage,
  markUnread,
  posts,
  type Reacting,
  reacting,
  sendReaction,
  setPinned,
  showReaction,
} from "@/features/posts";
import { myId, preferenceKey, removePreferences, savePreferences, session } from "@/features/session";
import { teams } from "@/features/teams";
import { setFollowing, threads } from "@/features/threads";
import { explain, translate } from "@/i18n";
import { absoluteAddress, addresses } from "@/lib/routes";
import { outboxKind } from "@/sync";
import { attempt } from "@/ui/toast/attempt";
import { copy } from "@/ui/toast/copy";
import { toasts } from "@/ui/toast/toasts";
import { messages, withReadAgain } from "./model";

const UNDO_MS = 5_000;
const SAVED = "flagged_post";

/** The team of a post: its channel's, or the one on screen. */
export function teamOf(post: Post): string {
  return channels.get().channels[post.channel_id]?.team_id || teams.get().last;
}

const rootOf = (post: Post): string => post.root_id || post.id;

const enqueueReaction = outboxKind<Reacting>("reaction", {
  send: sendReaction,
  onRefused: (change, error) => {
    showReaction({ ...change, isOn: !change.isOn });
    toasts.show({ kind: "bad", text: explain(error) });
    return false;
  },
  onRestored: showReaction,
});

/** Reacts to a post, or takes the reaction back: it shows at once and goes out in its turn. */
export function react(post: Post, emoji: string): void {
  const change = reacting(post.id, myId(), emoji);
  if (change.isOn) noteEmoji(emoji);
  showReaction(change);
  enqueueReaction(change);
}

/** Lets a reaction be picked, beside the button that asked for it, or else beside the tools of the row. */
export function startReacting(post: Post, place: string, anchor?: Element): void {
  messages.set({ reacting: { row: `${place} ${post.id}`, anchor } });
}

export function stopReacting(): void {
  messages.set({ reacting: undefined });
}

export function openThread(post: Post): void {
  messages.set({ pane: { kind: "thread", root: rootOf(post) } });
}

const LIT_MS = 3_000;

/** Lights a message up to which a link has led, for a moment. */
export function lightUp(id: string): void {
  messages.set({ target: id });
  setTimeout(() => messages.set(({ target }) => (target === id ? { target: "" } : {})), LIT_MS);
}

export function closePane(): void {
  messages.set({ pane: undefined });
}

export function togglePinnedPane(): void {
  messages.set(({ pane }) => ({ pane: pane?.kind === "pinned" ? undefined : { kind: "pinned" } }));
}

export function startEditing(post: Post): void {
  composer.set({ editing: post.id });
}

export const isSaved = (id: string): boolean =>
  session.get().preferences[preferenceKey(SAVED, id)]?.value === "true";

export function useIsSaved(id: string): boolean {
  return session.use((state) => state.preferences[preferenceKey(SAVED, id)]?.value === "true");
}

export function toggleSaved(post: Post): void {
  const saved = { category: SAVED, name: post.id, value: "true" };
  attempt(() => (isSaved(post.id) ? removePreferences([saved]) : savePreferences([saved])));
}

export function togglePinned(post: Post): void {
  attempt(() => setPinned(post.id, !post.is_pinned));
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

function undelete(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  messages.set(({ deleting: { [id]: _undone, ...deleting } }) => ({ deleting }));
}

function deleteNow(id: string, isLeaving = false): void {
  if (!timers.has(id)) return;
  undelete(id);
  attempt(() => deleteMessage(id, { keepalive: isLeaving }));
}

/** Deletes a post in a moment, in which that can be undone. A page that is left does it at once. */
export function deleteSoon(post: Post): void {
  const { id } = post;
  if (timers.has(id)) return;
  messages.set(({ deleting }) => ({ deleting: { ...deleting, [id]: true } }));
  const dismiss = toasts.show({
    text: translate("messages.deletedToast"),
    action: { text: translate("buttons.undo"), keys: "Z", onAction: () => undelete(id) },
  });
  timers.set(
    id,
    setTimeout(() => {
      deleteNow(id);
      dismiss();
    }, UNDO_MS),
  );
}

globalThis.addEventListener?.("pagehide", () => {
  for (const id of [...timers.keys()]) deleteNow(id, true);
});

export function linkTo(post: Post): string {
  const team = teams.get().teams[teamOf(post)]?.name ?? "_redirect";
  return absoluteAddress(addresses.permalink(team, post.id));
}

export function copyLink(post: Post): void {
  copy(linkTo(post), translate("messages.linkCopied"));
}

export function copyText(post: Post): void {
  copy(post.message, translate("messages.textCopied"));
}

/** Makes a post and what follows unread again: in its thread, or in its channel until that is opened anew. */
export function markUnreadFrom(post: Post): void {
  if (post.root_id !== "") {
    attempt(async () => {
      await api.unreadThread(myId(), teamOf(post), post.root_id, post.id);
    });
    return;
  }
  const { channel_id: channel } = post;
  const from = post.create_at - 1;
  attempt(async () => {
    const { [channel]: before } = messages.get().unreadFrom;
    const put = (at: number): void =>
      messages.set(({ unreadFrom }) => ({ unreadFrom: { ...unreadFrom, [channel]: at } }));
    forgetView(channel);
    put(from);
    try {
      await markUnread(post.id);
    } catch (error) {
      // Unless it has been read meanwhile, or made unread from elsewhere.
      if (messages.get().unreadFrom[channel] === from) {
        if (before === undefined) messages.set((state) => withReadAgain(state, [channel]));
        else put(before);
      }
      throw error;
    }
  });
}

/** Whether I follow the thread of a post: as I chose, or because I have part in it. */
export function follows(post: Post): boolean {
  const known = threads.get().threads[rootOf(post)];
  if (known) return known.is_following ?? false;
  return posts.get().posts[rootOf(post)]?.is_following ?? false;
}

export function toggleFollowing(post: Post): void {
  const isFollowing = follows(post);
  attempt(() => setFollowing(teamOf(post), rootOf(post), !isFollowing));
}
