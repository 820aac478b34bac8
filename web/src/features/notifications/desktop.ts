import { navigate } from "wouter/use-browser-location";
import { api, type Channel, type Post } from "@/api";
import { channelName, channels } from "@/features/channels";
import { nameFormatNow, nameOf, needPresence, needUsers, type Presence, people } from "@/features/people";
import { ownNameOf } from "@/features/posts";
import { preferenceOf, session } from "@/features/session";
import { teams } from "@/features/teams";
import { translate } from "@/i18n";
import { goOn } from "@/lib/backStack";
import { basePath } from "@/lib/base";
import { excerpt } from "@/lib/markdown";
import { addresses } from "@/lib/routes";
import type { EventData } from "@/sync";
import { isWatched, type Spot } from "./attention";
import { isThreaded, isTold, judge } from "./rules";
import { showNotification } from "./show";

/**
 * What is shown, by conversation: a newer one takes the place of the one before. What the worker shows is known to the
 * browser alone, by its tag.
 */
const shown = new Map<string, { notification: Notification | undefined; spot: Spot }>();

const placeOf = ({ channel, root }: Spot): string => root || channel;
const tagOf = (place: string): string => `wardroom${basePath}:${place}`;

/**
 * Shows a notification of a new post if this account wishes to be told of it and nobody has it on screen. `presence` is
 * what I was when it came, if that was known.
 */
export async function tellOf(data: EventData["posted"], presence: Presence | undefined): Promise<void> {
  const { post, mentions = [], followers = [] } = data;
  const state = session.get();
  const { me } = state;
  if (!me) return;
  await Promise.all([needPresence([me.id]), needUsers([post.user_id])]);
  const { [post.channel_id]: channel } = channels.get().channels;
  const preference = preferenceOf(state, "display_settings", "collapsed_reply_threads");
  const verdict = judge(
    { post, isMention: mentions.includes(me.id), isFollowed: followers.includes(me.id) },
    {
      me,
      presence: presence ?? people.get().presence[me.id],
      isThreaded: isThreaded(state.config.CollapsedThreads, preference),
      member: channels.get().members[post.channel_id],
      isArchived: (channel?.delete_at ?? 0) > 0,
    },
  );
  if (!isTold(verdict)) return;
  const spot: Spot = { channel: post.channel_id, root: post.root_id };
  if (isWatched(spot)) return;
  show(data, channel, spot, me.notify_props.desktop_sound === "false");
}

function show(data: EventData["posted"], channel: Channel | undefined, spot: Spot, isSilent: boolean): void {
  const { post } = data;
  const author = ownNameOf(post) || nameOf(post.user_id) || data.sender_name.replace(/^@/, "");
  const name = channel ? channelName(channel, people.get(), nameFormatNow()) : data.channel_display_name;
  const where = spot.root ? "alerts.inThread" : "alerts.inChannel";
  const title = data.channel_type === "D" ? author : translate(where, { author, channel: name });
  const body = excerpt(post.message) || translate("alerts.noText");
  const user = people.get().users[post.user_id];
  const place = placeOf(spot);
  shown.get(place)?.notification?.close();
  const address = `${basePath}${addressOf(post, data.team_id)}`;
  const options = {
    body,
    tag: tagOf(place),
    silent: isSilent,
    data: address,
    ...(user?.last_picture_update ? { icon: api.picture(user) } : {}),
  };
  const notification = showNotification(title, options);
  shown.set(place, { notification, spot });
  if (!notification) return;
  notification.onclick = () => {
    window.focus();
    goOn(navigate, address);
    notification.close();
  };
  notification.onclose = () => {
    if (shown.get(place)?.notification === notification) shown.delete(place);
  };
}

/** Where a post is read: in its team, or in the team that one is in. */
function addressOf(post: Post, team: string): string {
  const { teams: all, last } = teams.get();
  const found = all[team] ?? all[last] ?? Object.values(all)[0];
  return addresses.permalink(found?.name ?? "", post.id);
}

/** Takes away what has been read meanwhile, here or elsewhere. */
export function untell(matches: (spot: Spot) => boolean): void {
  for (const [place, { notification, spot }] of shown) {
    if (!matches(spot)) continue;
    shown.delete(place);
    if (notification) notification.close();
    else void closeOfWorker(tagOf(place));
  }
}

async function closeOfWorker(tag: string): Promise<void> {
  const worker = await navigator.serviceWorker?.ready;
  for (const one of (await worker?.getNotifications({ tag })) ?? []) one.close();
}
