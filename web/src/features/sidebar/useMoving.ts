import { useLocation } from "wouter";
import type { Team } from "@/api";
import { channelAddress, channels, unreadOf, view } from "@/features/channels";
import { perform, useShortcut } from "@/features/keyboard";
import { people } from "@/features/people";
import { expectOpening } from "@/features/posts";
import { translate } from "@/i18n";
import { attempt } from "@/ui/toast/attempt";
import { toasts } from "@/ui/toast/toasts";
import type { Group } from "./groups";

const markOf = (id: string): ReturnType<typeof unreadOf> =>
  unreadOf(channels.get().channels[id], channels.get().members[id]);

const hasMention = (id: string): boolean => markOf(id).mentions > 0;

const isUnread = (id: string): boolean => markOf(id).isUnread || hasMention(id);

/** The next of some channels, from one on and around. */
function after(id: string, ids: string[], by: 1 | -1, isWanted: (id: string) => boolean): string | undefined {
  const at = ids.indexOf(id);
  const from = at < 0 && by > 0 ? -1 : Math.max(at, 0);
  for (let count = 1; count <= ids.length; count += 1) {
    const next = ids[(from + by * count + ids.length * 2) % ids.length];
    if (next !== undefined && next !== id && isWanted(next)) return next;
  }
  return undefined;
}

/** The keys that go from channel to channel. */
export function useMoving(team: Team, groups: Group[]): void {
  const [, navigate] = useLocation();

  function go(id: string): void {
    const channel = channels.get().channels[id];
    if (!channel) return;
    const wasWriting = document.activeElement instanceof HTMLTextAreaElement;
    navigate(channelAddress(channel, team.name, people.get()));
    if (wasWriting) requestAnimationFrame(() => perform("compose"));
  }

  /** Goes to the next of some channels, from the open one on and around. Who goes on comes to the one after that. */
  function step(ids: string[], by: 1 | -1, isWanted: (id: string) => boolean): boolean {
    const id = after(channels.get().open, ids, by, isWanted);
    if (id === undefined) return false;
    go(id);
    expectOpening(after(id, ids, by, isWanted));
    return true;
  }

  const rows = groups.flatMap((group) => group.rows);
  const all = groups.flatMap((group) => group.ids);

  function nextUnread(by: 1 | -1, isWanted = isUnread): undefined {
    if (!step(all, by, isWanted)) toasts.show({ text: translate("moving.caughtUp") });
    return undefined;
  }

  useShortcut("previousChannel", () => step(rows, -1, () => true) || undefined);
  useShortcut("nextChannel", () => step(rows, 1, () => true) || undefined);
  useShortcut("previousUnread", () => nextUnread(-1));
  useShortcut("nextUnread", () => nextUnread(1));
  useShortcut("nextMention", () => nextUnread(1, hasMention));
  useShortcut("markRead", () => {
    const { open } = channels.get();
    if (!open || !isUnread(open)) return false;
    view(open);
    return undefined;
  });
  useShortcut("markAllRead", () => {
    attempt(async () => (await import("./readEverything")).readEverything());
    return undefined;
  });
}
