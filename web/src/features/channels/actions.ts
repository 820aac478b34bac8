import { ApiError, api, type CallOptions, type Channel, type ChannelMember, isRefused } from "@/api";
import { learn, needUsers, people } from "@/features/people";
import { myId, needRoles, savePreferences } from "@/features/session";
import { outboxKind } from "@/sync";
import { shownBy } from "./closed";
import {
  type ChannelsState,
  channels,
  isDirect,
  isGroup,
  teammateOf,
  unreadOf,
  withChannel,
  withMember,
  withViewed,
} from "./model";

const RECOUNT_MS = 300;
/** How many the server takes in one call. */
const AT_ONCE = 100;
const VIEW_MS = 500;

/**
 * Asks for all my channels and memberships; what is not in the answer is gone. Who I am may be on its way besides: a
 * direct channel is that of whoever is not me.
 */
export async function loadChannels(user = myId(), knowing?: Promise<void>): Promise<void> {
  const [found, members] = await Promise.all([api.myChannels(), api.myMemberships(user), knowing]);
  const archived = await openArchived(found);
  if (archived) {
    found.push(archived[0]);
    members.push(archived[1]);
  }
  channels.set((state) => ({
    channels: {
      ...onlyLookedAt(state),
      ...Object.fromEntries(found.map((one) => [one.id, one])),
    },
    members: Object.fromEntries(members.map((one) => [one.channel_id, one])),
  }));
  void needUsers(found.filter(isDirect).map(teammateOf));
  // Until they are known a group is called by usernames.
  void needPeopleOf(found.filter(isGroup)).catch(() => {});
}

/** Makes sure that the people of groups are known. A group is called by their usernames. */
async function needPeopleOf(groups: Channel[]): Promise<void> {
  const known = new Set(Object.values(people.get().users).map((user) => user.username));
  const names = new Set(groups.flatMap((group) => group.display_name.split(", ")));
  const unknown = [...names].filter((name) => name !== "" && !known.has(name));
  for (let at = 0; at < unknown.length; at += AT_ONCE) {
    learn(await api.usersByName(unknown.slice(at, at + AT_ONCE)));
  }
}

/** The open channel, if I only look at it. One that I was in goes with my membership. */
function onlyLookedAt({ channels: all, members, open }: ChannelsState): Record<string, Channel> {
  const channel = all[open];
  return channel && !members[open] ? { [open]: channel } : {};
}

/** The open channel, if it is missing among mine because it has been archived: I am in it, and may read it. */
async function openArchived(
  found: Channel[],
): Promise<[channel: Channel, member: ChannelMember] | undefined> {
  const { open, members } = channels.get();
  if (!members[open] || found.some((one) => one.id === open)) return undefined;
  const member = await membershipIn(open);
  const channel = member && (await api.channel(open));
  return channel && channel.delete_at > 0 ? [channel, member] : undefined;
}

/** Asks how the sidebar of a team is arranged. */
export async function loadCategories(team: string): Promise<void> {
  const found = await api.categories(myId(), team);
  channels.set((state) => ({ categories: { ...state.categories, [team]: found } }));
}

/** Asks for one channel and my membership in it. */
export async function loadChannel(id: string): Promise<Channel> {
  const [channel, member] = await Promise.all([api.channel(id), membershipIn(id)]);
  take(channel, member);
  return channel;
}

/** Asks for one channel if I am in it. */
export async function loadOwnChannel(id: string): Promise<void> {
  const member = await membershipIn(id);
  if (member) take(await api.channel(id), member);
}

async function membershipIn(id: string): Promise<ChannelMember | undefined> {
  try {
    return await api.channelMember(id, myId());
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

function take(channel: Channel, member: ChannelMember | undefined): void {
  const { categories, members } = channels.get();
  channels.set((state) => {
    const next = { ...state, ...withChannel(state, channel) };
    return { ...next, ...(member ? withMember(next, member) : {}) };
  });
  // Where a new one stands is for the server to say.
  if (member && !members[channel.id] && categories[channel.team_id])
    loadCategories(channel.team_id).catch(() => {});
  if (isDirect(channel)) void needUsers([teammateOf(channel)]);
  if (isGroup(channel)) void needPeopleOf([channel]).catch(() => {});
  if (member) needRoles(member.roles);
}

/** Forgets how many people are in channels, but in the open one: they may have come and gone. */
export function doubtMemberCounts(): void {
  channels.set(({ memberCounts, open }) => {
    const count = memberCounts[open];
    return { memberCounts: count === undefined ? {} : { [open]: count } };
  });
}

/** Asks how many people are in a channel. */
export async function loadMemberCount(id: string): Promise<void> {
  const { member_count } = await api.channelStats(id);
  channels.set((state) => ({ memberCounts: { ...state.memberCounts, [id]: member_count } }));
}

const recounting = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * Somebody has come into a channel or left it: if its number shows it is asked for anew, for many at a time once. An
 * event that is told twice does not count twice.
 */
export function recount(id: string): void {
  if (channels.get().memberCounts[id] === undefined || recounting.has(id)) return;
  const timer = setTimeout(() => {
    recounting.delete(id);
    loadMemberCount(id).catch(() => {});
  }, RECOUNT_MS);
  recounting.set(id, timer);
}

/** Finds what an address names inside a team: somebody's direct channel, or a channel by its name or its id. */
export async function visit(team: string, name: string): Promise<Channel> {
  if (name.startsWith("@")) return visitDirect(name.slice(1));
  try {
    return await visitByName(team, name);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return loadChannel(name);
  }
}

/** Finds a channel by its name, and joins it if it is public and I am not in it. */
async function visitByName(team: string, name: string): Promise<Channel> {
  const channel = await api.channelByName(team, name);
  if (!channels.get().members[channel.id] && channel.type === "O" && channel.delete_at === 0) {
    take(channel, await api.addToChannel(channel.id, myId()));
  } else {
    take(channel, await membershipIn(channel.id));
  }
  return channel;
}

/** Finds the direct channel with somebody by their username, and opens one if there is none. */
async function visitDirect(username: string): Promise<Channel> {
  const user = await api.userByName(username);
  learn([user]);
  const found = Object.values(channels.get().channels).find(
    (one) => isDirect(one) && teammateOf(one) === user.id,
  );
  return found ?? openConversation([user.id]);
}

export async function joinChannel(channel: Channel): Promise<void> {
  take(channel, await api.addToChannel(channel.id, myId()));
}

/** Opens the conversation with these people: with one a direct channel, with more a group. */
export async function openConversation(users: string[]): Promise<Channel> {
  const [only, ...more] = users;
  const made =
    only !== undefined && more.length === 0
      ? await api.createDirect([myId(), only])
      : await api.createGroup([...users, myId()]);
  await showConversation(made);
  return loadChannel(made.id);
}

/** Has a direct or group conversation show in the sidebar. */
export function showConversation(channel: Channel): Promise<void> {
  return savePreferences([{ ...shownBy(channel), value: "true" }]);
}

/** Makes nothing in a channel unread: here at once, and a moment later, for all that comes until then, everywhere. */
export function view(id: string): void {
  const { channels: all, members } = channels.get();
  const channel = all[id];
  const member = members[id];
  if (!channel || !member) return;
  const isRead =
    member.msg_count_root >= channel.total_msg_count_root &&
    member.mention_count_root === 0 &&
    member.last_viewed_at >= channel.last_post_at;
  channels.set((state) => withViewed(state, { [id]: channel.last_post_at }));
  if (isRead || viewing.has(id)) return;
  const timer = setTimeout(() => sendView(id), VIEW_MS);
  viewing.set(id, timer);
}

/** The channel at whose end somebody looks. */
let watched = "";

/** What comes into a channel is read in the step in which it comes, until what this gives is called. */
export function watchEnd(id: string): () => void {
  watched = id;
  return () => {
    if (watched === id) watched = "";
  };
}

/** Something has come into a channel. */
export function readIfWatched(id: string): void {
  const { channels: all, members } = channels.get();
  const isUnread = (all[id]?.total_msg_count_root ?? 0) > (members[id]?.msg_count_root ?? 0);
  if (id === watched && isUnread) view(id);
}

const viewing = new Map<string, ReturnType<typeof setTimeout>>();

/** A channel that was read while the server could not be told, up to the post of that time. */
interface Viewed {
  channel: string;
  seenUntil: number;
}

const viewLater = outboxKind<Viewed>("view", {
  isMinor: true,
  // Whoever views a channel reads all of it: what has come since has to stay unread.
  send: async ({ channel, seenUntil }) => {
    const { last_post_at } = await api.channel(channel);
    if (last_post_at <= seenUntil) await api.viewChannel(channel);
  },
  // It is unread again with the next fetch, which is the truth.
  onRefused: () => false,
});

function sendView(id: string, options: CallOptions = {}): void {
  forgetView(id);
  const seenUntil = channels.get().channels[id]?.last_post_at ?? 0;
  api.viewChannel(id, options).catch((error: unknown) => {
    if (error instanceof ApiError && error.isPassing) viewLater({ channel: id, seenUntil });
  });
}

/** A channel is not read any more: what was read in it is told now, before anything else comes in it. */
export function settleView(id: string): void {
  if (viewing.has(id)) sendView(id);
}

/** A channel has been made unread: what was about to be told is not true any more. */
export function forgetView(id: string): void {
  clearTimeout(viewing.get(id));
  viewing.delete(id);
}

globalThis.addEventListener?.("pagehide", () => {
  for (const id of [...viewing.keys()]) sendView(id, { keepalive: true });
});

/** A membership with what was unread before it was viewed, and what has come since. */
function withUnseen(now: ChannelMember, old: ChannelMember): ChannelMember {
  const { msg_count, msg_count_root, last_viewed_at } = old;
  return {
    ...now,
    msg_count,
    msg_count_root,
    last_viewed_at,
    mention_count: now.mention_count + old.mention_count,
    mention_count_root: now.mention_count_root + old.mention_count_root,
    urgent_mention_count: now.urgent_mention_count + old.urgent_mention_count,
  };
}

/**
 * Makes nothing unread in any of my channels: here at once. On the server when `send` is called, which also works while
 * the page is left; until then `undo` gives everything back.
 */
export function markAllRead(): {
  count: number;
  send: (isLeaving?: boolean) => Promise<void>;
  undo: () => void;
} {
  const isUnread = (state: ChannelsState, id: string): boolean => {
    const mark = unreadOf(state.channels[id], state.members[id]);
    return mark.isUnread || mark.mentions > 0;
  };
  const before = channels.get();
  const unread = Object.keys(before.members).filter((id) => isUnread(before, id));
  // What has come last is seen by that; the clock here may be another than the server's.
  channels.set((state) => withViewed(state, Object.fromEntries(unread.map((id) => [id, 0]))));
  return {
    count: unread.length,
    send: async (isLeaving = false) => {
      // What has come since nobody has seen, and the server knows no reading up to a message.
      const seen = unread.filter((id) => !isUnread(channels.get(), id));
      const parts: string[][] = [];
      for (let at = 0; at < seen.length; at += AT_ONCE) parts.push(seen.slice(at, at + AT_ONCE));
      // Who leaves has no time for one after the other.
      if (isLeaving) await Promise.all(parts.map((part) => api.markChannelsRead(part, { keepalive: true })));
      else for (const part of parts) await api.markChannelsRead(part);
    },
    undo: () =>
      channels.set((state) => {
        const members = { ...state.members };
        for (const id of unread) {
          const { [id]: now } = members;
          const { [id]: old } = before.members;
          if (now && old) members[id] = withUnseen(now, old);
        }
        return { members };
      }),
  };
}
