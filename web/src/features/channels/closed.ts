import type { Channel } from "@/api";
import { preferenceOf, type SessionState } from "@/features/session";
import { isDirect, isPersonal, teammateOf } from "./model";

const MOST_DIRECT = 40;

/** The preference that says whether a direct or group conversation shows in the sidebar. */
export function shownBy(channel: Channel): { category: string; name: string } {
  return isDirect(channel)
    ? { category: "direct_channel_show", name: teammateOf(channel) }
    : { category: "group_channel_show", name: channel.id };
}

/** Whether somebody has closed a conversation, or never opened one in which nothing has been written. */
export function isClosed(state: SessionState, channel: Channel): boolean {
  if (!isPersonal(channel)) return false;
  const { category, name } = shownBy(channel);
  const value = preferenceOf(state, category, name);
  return value === "false" || (value === undefined && channel.last_post_at === 0);
}

/** How many direct and group messages show at most. */
export function mostDirectShown(state: SessionState): number {
  const wished = Number(preferenceOf(state, "sidebar_settings", "limit_visible_dms_gms"));
  return wished > 0 ? wished : MOST_DIRECT;
}
