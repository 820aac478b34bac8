import { myId, needRoles, session } from "@/features/session";
import type { EventTable } from "@/sync";
import {
  forgetView,
  loadCategories,
  loadChannel,
  loadChannels,
  loadOwnChannel,
  readIfWatched,
  recount,
  showConversation,
} from "./actions";
import { isClosed } from "./closed";
import {
  type ChannelsState,
  channels,
  withChannel,
  withMember,
  withoutChannel,
  withPosted,
  withViewed,
} from "./model";

/** A fetch that an event asks for. If it fails, the connection is about to break and everything is asked anew. */
function refetch(fetching: Promise<unknown>): void {
  fetching.catch(() => {});
}

function setDeleted(state: ChannelsState, id: string, at: number): Partial<ChannelsState> {
  const channel = state.channels[id];
  return channel ? withChannel(state, { ...channel, delete_at: at }) : {};
}

function rearranged(team: string): void {
  if (channels.get().categories[team]) refetch(loadCategories(team));
}

function forgetTeam(id: string): void {
  channels.set((state) => {
    const gone = Object.values(state.channels).filter((channel) => channel.team_id === id);
    let now = state;
    for (const channel of gone) now = { ...now, ...withoutChannel(now, channel.id) };
    return now;
  });
}

export const events: EventTable = {
  posted: ({ post, mentions }) => {
    channels.set((state) => withPosted(state, post, mentions?.includes(myId()) ?? false));
    readIfWatched(post.channel_id);
    const channel = channels.get().channels[post.channel_id];
    if (channel && isClosed(session.get(), channel)) refetch(showConversation(channel));
  },
  post_unread: (data, { channel_id }) => {
    forgetView(channel_id);
    channels.set((state) => {
      const member = state.members[channel_id];
      const { post_id: _post, ...counts } = data;
      return member ? withMember(state, { ...member, ...counts }) : {};
    });
  },
  multiple_channels_viewed: ({ channel_times }) => channels.set((state) => withViewed(state, channel_times)),
  channel_created: ({ channel_id }) => refetch(loadChannel(channel_id)),
  direct_added: (_, { channel_id }) => refetch(loadChannel(channel_id)),
  group_added: (_, { channel_id }) => refetch(loadChannel(channel_id)),
  channel_updated: ({ channel, channel_id }) => {
    if (channel) channels.set((state) => (state.channels[channel.id] ? withChannel(state, channel) : {}));
    else if (channel_id && channels.get().channels[channel_id]) refetch(loadChannel(channel_id));
  },
  channel_converted: ({ channel_id }) => {
    if (channels.get().channels[channel_id]) refetch(loadChannel(channel_id));
  },
  channel_scheme_updated: (_, { channel_id }) => {
    if (channels.get().channels[channel_id]) refetch(loadChannel(channel_id));
  },
  channel_deleted: ({ channel_id, delete_at }) =>
    channels.set((state) => setDeleted(state, channel_id, delete_at)),
  channel_restored: ({ channel_id }) => {
    if (channels.get().channels[channel_id]) channels.set((state) => setDeleted(state, channel_id, 0));
    else refetch(loadOwnChannel(channel_id));
  },
  channel_member_updated: ({ channelMember }) => {
    channels.set((state) => withMember(state, channelMember));
    needRoles(channelMember.roles);
  },
  user_added: ({ user_id }, { channel_id }) => {
    if (user_id === myId()) refetch(loadChannel(channel_id));
    recount(channel_id);
  },
  user_removed: ({ user_id, channel_id }, broadcast) => {
    if (channel_id !== undefined) channels.set((state) => withoutChannel(state, channel_id));
    else if (user_id === myId()) channels.set((state) => withoutChannel(state, broadcast.channel_id));
    recount(broadcast.channel_id);
  },
  user_activation_status_change: () => recount(channels.get().open),
  leave_team: ({ team_id, user_id }) => {
    if (user_id === myId()) forgetTeam(team_id);
  },
  delete_team: ({ team }) => forgetTeam(team.id),
  // What there is in a team comes with the team.
  added_to_team: ({ team_id }) => refetch(loadCategories(team_id)),
  restore_team: ({ team }) => {
    refetch(loadChannels());
    refetch(loadCategories(team.id));
  },
  sidebar_category_created: (_, { team_id }) => rearranged(team_id),
  sidebar_category_updated: (_, { team_id }) => {
    if (team_id) rearranged(team_id);
    else for (const team of Object.keys(channels.get().categories)) rearranged(team);
  },
  sidebar_category_deleted: (_, { team_id }) => rearranged(team_id),
  sidebar_category_order_updated: ({ order }, { team_id }) =>
    channels.set((state) => {
      const known = state.categories[team_id];
      return known ? { categories: { ...state.categories, [team_id]: { ...known, order } } } : {};
    }),
};
