import { useEffect } from "react";
import { type ChannelsState, channels, unreadOf, useChannelName } from "@/features/channels";
import { session } from "@/features/session";
import { type ThreadsState, threads } from "@/features/threads";
import { fileAddress } from "@/lib/base";
import { siteName } from "@/lib/site";
import { afterStart } from "@/lib/start";

function mentionsIn(state: ChannelsState): number {
  let count = 0;
  for (const channel of Object.values(state.channels)) {
    count += unreadOf(channel, state.members[channel.id]).mentions;
  }
  return count;
}

/** Each team counts the threads of direct messages among its own: those are counted once. */
export function mentionsInThreads({ totals, threads: all }: ThreadsState): number {
  const teams = Object.values(totals);
  let count = teams.reduce((sum, one) => sum + one.mentions, 0);
  for (const thread of Object.values(all)) {
    if (channels.get().channels[thread.channel]?.team_id === "")
      count -= thread.unread_mentions * (teams.length - 1);
  }
  return Math.max(0, count);
}

function isAnyUnread(state: ChannelsState): boolean {
  return Object.values(state.channels).some((one) => unreadOf(one, state.members[one.id]).isUnread);
}

/** The icon that shows, by the end of its name. The page comes with the plain one in it. */
let icon = "";

function showIcon(kind: string): void {
  if (kind === icon) return;
  icon = kind;
  document
    .querySelector<HTMLLinkElement>("link[rel=icon]")
    ?.setAttribute("href", fileAddress(`favicon${kind}.svg`));
}

/** The title of the page, its icon, and the number on the installed app: what is unread, everywhere. */
export function useTitle(team: string): void {
  const name = useChannelName(channels.use((state) => state.open));
  const site = session.use((state) => siteName(state.config.SiteName));
  const mentions = channels.use(mentionsIn) + threads.use(mentionsInThreads);
  const isUnread = channels.use(isAnyUnread);

  useEffect(() => {
    const parts = [name, team, site].filter((part) => part !== "");
    const mark = mentions > 0 ? `(${mentions}) ` : isUnread ? "* " : "";
    document.title = `${mark}${parts.join(" - ")}`;
  }, [name, team, site, mentions, isUnread]);

  useEffect(() => {
    const kind = mentions > 0 ? "-mention" : isUnread ? "-unread" : "";
    void afterStart(() => showIcon(kind));
    // Only where the app is installed is there something to put it on.
    void (mentions > 0 ? navigator.setAppBadge?.(mentions) : navigator.clearAppBadge?.())?.catch(() => {});
  }, [mentions, isUnread]);
}
