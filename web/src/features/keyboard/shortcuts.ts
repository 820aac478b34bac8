import type { MessageId } from "@/i18n";

/** What a shortcut is for, as the help groups them. */
export type Group = "everywhere" | "moving" | "reading" | "writing";

interface Shortcut {
  /** The keys that do it, each way for itself: `Ctrl+K`, `G T` (one after the other), `?`. Ctrl is Command on Apple's. */
  keys: readonly string[];
  group: Group;
  /** What it does, for the help. */
  name: MessageId;
}

/**
 * Every shortcut there is. A feature that handles one adds it here and calls `useShortcut` with its id: a test holds the
 * table against the calls, so the help names nothing that does not work.
 */
export const shortcuts = {
  help: { keys: ["Ctrl+/", "?"], group: "everywhere", name: "settings.keys.help" },
  settings: { keys: ["Ctrl+,"], group: "everywhere", name: "settings.keys.settings" },
  ownStatus: { keys: ["Ctrl+Shift+Y"], group: "everywhere", name: "moving.keys.status" },
  switcher: { keys: ["Ctrl+K"], group: "moving", name: "moving.switcher.open" },
  newMessage: { keys: ["Ctrl+Shift+K"], group: "moving", name: "moving.conversation.title" },
  previousChannel: { keys: ["Alt+ArrowUp"], group: "moving", name: "moving.keys.previousChannel" },
  nextChannel: { keys: ["Alt+ArrowDown"], group: "moving", name: "moving.keys.nextChannel" },
  previousUnread: { keys: ["Alt+Shift+ArrowUp"], group: "moving", name: "moving.keys.previousUnread" },
  nextUnread: { keys: ["N", "Alt+Shift+ArrowDown"], group: "moving", name: "moving.keys.nextUnread" },
  markRead: { keys: ["Escape"], group: "moving", name: "moving.keys.markRead" },
  markAllRead: { keys: ["Shift+Escape"], group: "moving", name: "moving.keys.markAllRead" },
  nextMessage: { keys: ["J", "ArrowDown"], group: "reading", name: "messages.keys.next" },
  previousMessage: { keys: ["K", "ArrowUp"], group: "reading", name: "messages.keys.previous" },
  newest: { keys: ["End", "Shift+G"], group: "reading", name: "messages.latest" },
  oldest: { keys: ["Home"], group: "reading", name: "messages.keys.oldest" },
  replyToMessage: { keys: ["R"], group: "reading", name: "messages.reply" },
  reactToMessage: { keys: ["+"], group: "reading", name: "messages.addReaction" },
  saveMessage: { keys: ["S"], group: "reading", name: "messages.save" },
  pinMessage: { keys: ["P"], group: "reading", name: "messages.pin" },
  showAuthor: { keys: ["I"], group: "reading", name: "messages.keys.author" },
  markUnread: { keys: ["U"], group: "reading", name: "messages.markUnread" },
  copyLink: { keys: ["L"], group: "reading", name: "messages.copyLink" },
  copyMessage: { keys: ["C"], group: "reading", name: "messages.copyText" },
  editMessage: { keys: ["E"], group: "reading", name: "messages.edit" },
  deleteMessage: { keys: ["Delete"], group: "reading", name: "messages.delete" },
  leavePane: { keys: ["Escape"], group: "reading", name: "messages.keys.leave" },
  nextRegion: { keys: ["F6"], group: "moving", name: "moving.keys.nextRegion" },
  previousRegion: { keys: ["Shift+F6"], group: "moving", name: "moving.keys.previousRegion" },
  compose: { keys: ["C", "Ctrl+Shift+L"], group: "writing", name: "composer.focus" },
  editLast: { keys: ["ArrowUp"], group: "writing", name: "composer.editLast" },
  bold: { keys: ["Ctrl+B"], group: "writing", name: "composer.format.bold" },
  italic: { keys: ["Ctrl+I"], group: "writing", name: "composer.format.italic" },
  strike: { keys: ["Ctrl+Shift+X"], group: "writing", name: "composer.format.strike" },
  code: { keys: ["Ctrl+E", "Ctrl+Shift+C"], group: "writing", name: "composer.format.code" },
  link: { keys: ["Ctrl+Alt+K"], group: "writing", name: "composer.format.link" },
  preview: { keys: ["Ctrl+Alt+P"], group: "writing", name: "composer.preview" },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcuts;

export const groups: readonly Group[] = ["everywhere", "moving", "reading", "writing"];

/** The first way of doing it, for hints and menus. */
export function keysOf(id: ShortcutId): string {
  return shortcuts[id].keys[0];
}

/** The shortcuts of a group, in the order of the table. */
export function shortcutsOf(group: Group): (Shortcut & { id: string })[] {
  return Object.entries<Shortcut>(shortcuts)
    .map(([id, shortcut]) => ({ id, ...shortcut }))
    .filter((shortcut) => shortcut.group === group);
}
