import type { Categories, Channel, ChannelMember, Post } from "@/api";
import { myId, rolesAllow, session } from "@/features/session";
import { teamRoles, teams } from "@/features/teams";
import { slice } from "@/lib/slice";

export interface ChannelsState {
  channels: Record<string, Channel>;
  /** My membership in each. A channel without one is looked at, not joined. */
  members: Record<string, ChannelMember>;
  /** How the sidebar of each team is arranged. */
  categories: Record<string, Categories>;
  /** The channel I looked at last, by team. */
  last: Record<string, string>;
  /** The channel on screen; empty where the screen shows something else. */
  open: string;
  /** How many people are in a channel, for those whose number shows. */
  memberCounts: Record<string, number>;
  /** Where reading began: what I had seen of the open channel when I opened it. */
  readFrom: number;
}

export const channels = slice<ChannelsState>(
  "channels",
  { channels: {}, members: {}, categories: {}, last: {}, open: "", memberCounts: {}, readFrom: 0 },
  { values: ["categories", "last"], tables: ["channels", "members"] },
);

export interface Unread {
  /** Whether there are posts that I have not seen and care about. */
  isUnread: boolean;
  /** How many of them are addressed to me. */
  mentions: number;
  isMuted: boolean;
}

export function unreadOf(channel: Channel | undefined, member: ChannelMember | undefined): Unread {
  const isMuted = member?.notify_props.mark_unread === "mention";
  if (!channel || !member || channel.delete_at > 0) return { isUnread: false, mentions: 0, isMuted };
  const isUnread = channel.total_msg_count_root > member.msg_count_root;
  return { isUnread: isUnread && !isMuted, mentions: member.mention_count_root, isMuted };
}

/** The other one of a direct channel, or oneself in the channel of notes to oneself. */
export function teammateOf(channel: Channel): string {
  const [one = "", other = ""] = channel.name.split("__");
  return one === myId() ? other : one;
}

export const isDirect = (channel: Channel): boolean => channel.type === "D";
export const isGroup = (channel: Channel): boolean => channel.type === "G";
/** Whether a channel belongs to people and not to a team. */
export const isPersonal = (channel: Channel): boolean => channel.team_id === "";

export function channelByName(state: ChannelsState, team: string, name: string): Channel | undefined {
  return Object.values(state.channels).find(
    (channel) => channel.name === name && (channel.team_id === team || channel.team_id === ""),
  );
}

/** What nobody counts as something to read: comings and goings. */
export function isComingOrGoing(post: Post): boolean {
  return /^system_(join|leave|add|remove)_/.test(post.type);
}

/** What a new post does to the counters of its channel and of my membership. */
export function withPosted(
  state: ChannelsState,
  post: Post,
  isAddressedToMe: boolean,
): Partial<ChannelsState> {
  const channel = state.channels[post.channel_id];
  if (!channel) return {};
  // A fetch that has seen the post has counted it.
  if (post.create_at <= channel.last_post_at) return {};
  const isRoot = post.root_id === "";
  const counts = isComingOrGoing(post) ? 0 : 1;
  const changed: Channel = {
    ...channel,
    last_post_at: post.create_at,
    last_root_post_at: isRoot ? post.create_at : channel.last_root_post_at,
    total_msg_count: channel.total_msg_count + counts,
    total_msg_count_root: channel.total_msg_count_root + (isRoot ? counts : 0),
  };
  const withChannel = { channels: { ...state.channels, [channel.id]: changed } };
  const member = state.members[channel.id];
  if (!member) return withChannel;
  const isMine = post.user_id === myId() && post.props.from_webhook !== "true";
  const read: ChannelMember = isMine
    ? seen(member, changed, post.create_at)
    : {
        ...member,
        mention_count: member.mention_count + (isAddressedToMe ? 1 : 0),
        mention_count_root: member.mention_count_root + (isAddressedToMe && isRoot ? 1 : 0),
      };
  return { ...withChannel, members: { ...state.members, [channel.id]: read } };
}

/** A membership that has seen everything. Who writes has, also who answers in a thread: so the server counts. */
function seen(member: ChannelMember, channel: Channel, at: number): ChannelMember {
  return {
    ...member,
    msg_count: channel.total_msg_count,
    msg_count_root: channel.total_msg_count_root,
    mention_count: 0,
    mention_count_root: 0,
    urgent_mention_count: 0,
    last_viewed_at: Math.max(member.last_viewed_at, at),
  };
}

/** What looking at channels does: nothing in them is unread. */
export function withViewed(state: ChannelsState, times: Record<string, number>): Partial<ChannelsState> {
  let { members } = state;
  for (const [id, at] of Object.entries(times)) {
    const member = members[id];
    const channel = state.channels[id];
    if (!member || !channel) continue;
    const read = seen(member, channel, Math.max(at, channel.last_post_at));
    // Whoever goes from channel to channel sees again what is read.
    if (JSON.stringify(read) !== JSON.stringify(member)) members = { ...members, [id]: read };
  }
  return { members };
}

export function withChannel(state: ChannelsState, channel: Channel): Partial<ChannelsState> {
  return { channels: { ...state.channels, [channel.id]: { ...state.channels[channel.id], ...channel } } };
}

export function withMember(state: ChannelsState, member: ChannelMember): Partial<ChannelsState> {
  return {
    members: { ...state.members, [member.channel_id]: { ...state.members[member.channel_id], ...member } },
  };
}

export function withoutChannel(state: ChannelsState, id: string): Partial<ChannelsState> {
  const { [id]: _channel, ...others } = state.channels;
  const { [id]: _member, ...members } = state.members;
  return { channels: others, members };
}

/** My roles in a channel, its team's among them; names apart by blanks. */
export function rolesInChannel(state: ChannelsState, id: string): string {
  const team = state.channels[id]?.team_id ?? "";
  return `${teamRoles(teams.get(), team)} ${state.members[id]?.roles ?? ""}`;
}

/** The same for components. */
export function useRolesInChannel(id: string): string {
  const rolesNow = (): string => rolesInChannel(channels.get(), id);
  channels.use(rolesNow);
  return teams.use(rolesNow);
}

/** Whether I may do something in a channel. */
export function useMayInChannel(id: string, permission: string): boolean {
  const roles = useRolesInChannel(id);
  return session.use((state) => rolesAllow(state, roles, permission));
}

/** What is unread in all channels of a team, and in direct and group messages where `team` is empty. */
export function unreadIn(state: ChannelsState, team: string): Unread {
  let isUnread = false;
  let mentions = 0;
  for (const channel of Object.values(state.channels)) {
    if (channel.team_id !== team) continue;
    const one = unreadOf(channel, state.members[channel.id]);
    isUnread ||= one.isUnread;
    mentions += one.mentions;
  }
  return { isUnread, mentions, isMuted: false };
}
