import type { MessageId } from "@/i18n";
import { type ShortcutId, shortcuts } from "./shortcuts";

/** What a shortcut is for, as the help groups them. */
export type Group = "everywhere" | "moving" | "reading" | "writing";

export const groups: readonly Group[] = ["everywhere", "moving", "reading", "writing"];

/** What each shortcut does, in words. They come with the help. */
const names: Record<ShortcutId, [Group, MessageId]> = {
  help: ["everywhere", "settings.keys.help"],
  settings: ["everywhere", "settings.keys.settings"],
  ownStatus: ["everywhere", "settings.keys.status"],
  quiet: ["everywhere", "settings.keys.quiet"],
  undo: ["everywhere", "settings.keys.undo"],
  switcher: ["moving", "moving.switcher.open"],
  newMessage: ["moving", "moving.conversation.title"],
  threads: ["moving", "messages.threads"],
  saved: ["moving", "messages.saved"],
  drafts: ["moving", "moving.drafts"],
  home: ["moving", "settings.keys.home"],
  back: ["moving", "settings.keys.back"],
  forward: ["moving", "settings.keys.forward"],
  unreadOnly: ["moving", "moving.unreadOnly"],
  previousChannel: ["moving", "settings.keys.previousChannel"],
  nextChannel: ["moving", "settings.keys.nextChannel"],
  previousUnread: ["moving", "settings.keys.previousUnread"],
  nextUnread: ["moving", "settings.keys.nextUnread"],
  nextMention: ["moving", "settings.keys.nextMention"],
  markRead: ["moving", "settings.keys.markRead"],
  markAllRead: ["moving", "settings.keys.markAllRead"],
  nextMessage: ["reading", "settings.keys.next"],
  previousMessage: ["reading", "settings.keys.previous"],
  newest: ["reading", "messages.latest"],
  oldest: ["reading", "settings.keys.oldest"],
  replyToMessage: ["reading", "messages.reply"],
  reactToMessage: ["reading", "messages.addReaction"],
  reactQuickly: ["reading", "settings.keys.reactQuickly"],
  saveMessage: ["reading", "messages.save"],
  pinMessage: ["reading", "messages.pin"],
  showAuthor: ["reading", "settings.keys.author"],
  markUnread: ["reading", "messages.markUnread"],
  copyLink: ["reading", "messages.copyLink"],
  copyMessage: ["reading", "messages.copyText"],
  editMessage: ["reading", "messages.edit"],
  deleteMessage: ["reading", "messages.delete"],
  doneThread: ["reading", "settings.keys.doneThread"],
  leavePane: ["reading", "settings.keys.leave"],
  togglePane: ["reading", "settings.keys.togglePane"],
  nextRegion: ["moving", "settings.keys.nextRegion"],
  previousRegion: ["moving", "settings.keys.previousRegion"],
  compose: ["writing", "composer.focus"],
  editLast: ["writing", "composer.editLast"],
  bold: ["writing", "composer.format.bold"],
  italic: ["writing", "composer.format.italic"],
  strike: ["writing", "composer.format.strike"],
  code: ["writing", "composer.format.code"],
  link: ["writing", "composer.format.link"],
  preview: ["writing", "composer.preview"],
};

interface Named {
  id: string;
  name: MessageId;
  keys: readonly string[];
}

/** The shortcuts of a group, in the order of the table. */
export function shortcutsOf(wanted: Group): Named[] {
  const all: Record<string, readonly string[]> = shortcuts;
  return Object.entries(names).flatMap(([id, [group, name]]) =>
    group === wanted ? [{ id, name, keys: all[id] ?? [] }] : [],
  );
}
