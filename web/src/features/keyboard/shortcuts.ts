/**
 * The keys of every shortcut there is, each way for itself: `Ctrl+K`, `G T` (one after the other), `?`. Ctrl is Command on
 * Apple's. A feature that handles one adds it here, its name to `names.ts`, and calls `useShortcut` with its id: a test
 * holds the table against the calls, so the help names nothing that does not work.
 */
export const shortcuts = {
  help: ["Ctrl+/", "?"],
  settings: ["Ctrl+,"],
  ownStatus: ["Ctrl+Shift+Y"],
  quiet: ["D D"],
  undo: ["Z", "Ctrl+Z"],
  switcher: ["Ctrl+K"],
  newMessage: ["Ctrl+Shift+K"],
  threads: ["G T"],
  saved: ["G S"],
  drafts: ["G D"],
  home: ["G H"],
  back: ["Alt+ArrowLeft"],
  forward: ["Alt+ArrowRight"],
  unreadOnly: ["Ctrl+Shift+U"],
  previousChannel: ["Alt+ArrowUp"],
  nextChannel: ["Alt+ArrowDown"],
  previousUnread: ["Alt+Shift+ArrowUp"],
  nextUnread: ["N", "Alt+Shift+ArrowDown"],
  nextMention: ["Shift+N"],
  markRead: ["Escape"],
  markAllRead: ["Shift+Escape"],
  nextMessage: ["J", "ArrowDown"],
  previousMessage: ["K", "ArrowUp"],
  newest: ["End", "Shift+G"],
  oldest: ["Home", "G G"],
  replyToMessage: ["R", "Enter"],
  reactToMessage: ["+"],
  reactQuickly: ["1", "2", "3"],
  saveMessage: ["S"],
  pinMessage: ["P"],
  showAuthor: ["I"],
  markUnread: ["U"],
  copyLink: ["L"],
  copyMessage: ["C"],
  editMessage: ["E"],
  deleteMessage: ["Delete"],
  doneThread: ["E", "Escape"],
  leavePane: ["Escape"],
  togglePane: ["Ctrl+."],
  nextRegion: ["F6", "Ctrl+F6"],
  previousRegion: ["Shift+F6", "Ctrl+Shift+F6"],
  compose: ["C", "Ctrl+Shift+L"],
  editLast: ["ArrowUp"],
  bold: ["Ctrl+B"],
  italic: ["Ctrl+I"],
  strike: ["Ctrl+Shift+X"],
  code: ["Ctrl+E", "Ctrl+Shift+C"],
  link: ["Ctrl+Alt+K"],
  preview: ["Ctrl+Alt+P"],
} as const satisfies Record<string, readonly string[]>;

export type ShortcutId = keyof typeof shortcuts;

/** The first way of doing it, for hints and menus. */
export function keysOf(id: ShortcutId): string {
  return shortcuts[id][0];
}
