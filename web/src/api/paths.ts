import { address, type CallOptions, get, getLines, type Query, send } from "./client";
import { door } from "./door";
import type {
  Categories,
  Category,
  Channel,
  ChannelMember,
  ChannelStats,
  ChannelUnread,
  CommandAnswer,
  CommandSuggestion,
  Post,
  PostPage,
  Preference,
  Reaction,
  Role,
  Session,
  Status,
  Team,
  TeamMember,
  Thread,
  ThreadList,
  User,
} from "./types";

/** How many a page of a list has. One that has fewer is the last. */
export const pageSizes = { members: 100, channels: 100, savedPosts: 60 } as const;

/** Every call of the daily loop, in the order of the protocol's groups. `me` is the session's user. */
export const api = {
  config: door.config,
  me: () => get<User>("/users/me"),
  /** Where the socket is opened. */
  socket: (query: { connection_id: string; sequence_number: number; disconnect_err_code?: number }) =>
    `${location.origin.replace(/^http/, "ws")}${address("/websocket", query)}`,
  preferences: () => get<Preference[]>("/users/me/preferences"),
  savePreferences: (user: string, preferences: Preference[]) =>
    send("PUT", `/users/${user}/preferences`, preferences),
  deletePreferences: (user: string, preferences: Preference[]) =>
    send("POST", `/users/${user}/preferences/delete`, preferences),
  sessions: () => get<Session[]>("/users/me/sessions"),
  revokeSession: (session: string) => send("POST", "/users/me/sessions/revoke", { session_id: session }),
  patchMe: (patch: Partial<User>) => send<User>("PUT", "/users/me/patch", patch),
  changePassword: (current: string, next: string) =>
    send("PUT", "/users/me/password", { current_password: current, new_password: next }),
  setStatus: (user: string, status: string, dndEnd?: number) =>
    send<Status>("PUT", "/users/me/status", { user_id: user, status, dnd_end_time: dndEnd }),

  setCustomStatus: (status: { emoji: string; text: string; duration: string; expires_at?: string }) =>
    send("PUT", "/users/me/status/custom", status),
  clearCustomStatus: () => send("DELETE", "/users/me/status/custom"),

  roles: (names: string[]) => send<Role[]>("POST", "/roles/names", names),

  /** With `since` those of them that have changed after it. */
  usersById: (ids: string[], since?: number) => send<User[]>("POST", "/users/ids", ids, { since }),
  usersByName: (names: string[]) => send<User[]>("POST", "/users/usernames", names),
  userByName: (name: string) => get<User>(`/users/username/${encodeURIComponent(name)}`),
  users: (query: Query) => get<User[]>("/users", query),
  searchUsers: (search: {
    term: string;
    team_id?: string;
    in_channel_id?: string;
    not_in_channel_id?: string;
    limit?: number;
  }) => send<User[]>("POST", "/users/search", search),
  suggestUsers: (query: { in_team: string; in_channel: string; name: string; limit?: number }) =>
    get<{ users: User[]; out_of_channel?: User[] }>("/users/autocomplete", query),
  statuses: (ids: string[]) => send<Status[]>("POST", "/users/status/ids", ids),
  /** The address of a user's picture; it changes with the picture. */
  picture: (user: Pick<User, "id" | "last_picture_update">) =>
    address(`/users/${user.id}/image`, { _: user.last_picture_update || undefined }),

  setPicture: (user: string, picture: Blob) => {
    const form = new FormData();
    form.set("image", picture);
    return send("POST", `/users/${user}/image`, form);
  },
  removePicture: (user: string) => send("DELETE", `/users/${user}/image`),

  teams: () => get<Team[]>("/users/me/teams"),
  teamMember: (team: string, user: string) => get<TeamMember>(`/teams/${team}/members/${user}`),
  teamMembers: () => get<TeamMember[]>("/users/me/teams/members"),
  openTeams: () => get<Team[]>("/teams", { page: 0, per_page: 200 }),
  createTeam: (team: { name: string; display_name: string; type: "O" | "I" }) =>
    send<Team>("POST", "/teams", team),
  patchTeam: (team: string, patch: Partial<Team>) => send<Team>("PUT", `/teams/${team}/patch`, patch),
  joinTeam: (team: string, user: string) =>
    send<TeamMember>("POST", `/teams/${team}/members`, { team_id: team, user_id: user }),
  joinTeamByInvitation: (inviteId: string) =>
    send<TeamMember>("POST", "/teams/members/invite", undefined, { invite_id: inviteId }),
  leaveTeam: (team: string, user: string) => send("DELETE", `/teams/${team}/members/${user}`),

  myChannels: () => get<Channel[]>("/users/me/channels", { include_deleted: false }),
  myMemberships: (user: string) =>
    getLines<ChannelMember>(`/users/${user}/channel_members`, { page: -1, per_page: 60 }),
  channel: (channel: string) => get<Channel>(`/channels/${channel}`),
  channelByName: (team: string, name: string) =>
    get<Channel>(`/teams/name/${encodeURIComponent(team)}/channels/name/${encodeURIComponent(name)}`, {
      include_deleted: true,
    }),
  channelMember: (channel: string, user: string) =>
    get<ChannelMember>(`/channels/${channel}/members/${user}`),
  channelMembers: (channel: string, page: number) =>
    get<ChannelMember[]>(`/channels/${channel}/members`, { page, per_page: pageSizes.members }),
  channelMembersById: (channel: string, users: string[]) =>
    send<ChannelMember[]>("POST", `/channels/${channel}/members/ids`, users),
  setChannelAdmin: (channel: string, user: string, isAdmin: boolean) =>
    send("PUT", `/channels/${channel}/members/${user}/schemeRoles`, {
      scheme_user: true,
      scheme_admin: isAdmin,
    }),
  memberCounts: (channels: string[]) =>
    send<Record<string, number>>("POST", "/channels/stats/member_count", channels),
  channelStats: (channel: string) =>
    get<ChannelStats>(`/channels/${channel}/stats`, { exclude_files_count: true }),
  publicChannels: (team: string, page: number) =>
    get<Channel[]>(`/teams/${team}/channels`, { page, per_page: pageSizes.channels }),
  archivedChannels: (team: string, page: number) =>
    get<Channel[]>(`/teams/${team}/channels/deleted`, { page, per_page: pageSizes.channels }),
  suggestChannels: (team: string, name: string) =>
    get<Channel[]>(`/teams/${team}/channels/autocomplete`, { name }),
  suggestCommands: (team: string, query: { user_input: string; channel_id: string; root_id: string }) =>
    get<CommandSuggestion[]>(`/teams/${team}/commands/autocomplete_suggestions`, { team_id: team, ...query }),
  executeCommand: (command: { command: string; channel_id: string; root_id: string; team_id: string }) =>
    send<CommandAnswer>("POST", "/commands/execute", command),
  createChannel: (channel: Pick<Channel, "team_id" | "name" | "display_name" | "type" | "purpose">) =>
    send<Channel>("POST", "/channels", channel),
  createDirect: (users: [string, string]) => send<Channel>("POST", "/channels/direct", users),
  createGroup: (users: string[]) => send<Channel>("POST", "/channels/group", users),
  patchChannel: (channel: string, patch: Partial<Channel>) =>
    send<Channel>("PUT", `/channels/${channel}/patch`, patch),
  archiveChannel: (channel: string) => send("DELETE", `/channels/${channel}`),
  restoreChannel: (channel: string) => send<Channel>("POST", `/channels/${channel}/restore`),
  addToChannel: (channel: string, user: string) =>
    send<ChannelMember>("POST", `/channels/${channel}/members`, { user_id: user }),
  removeFromChannel: (channel: string, user: string) =>
    send("DELETE", `/channels/${channel}/members/${user}`),
  setChannelNotify: (channel: string, user: string, notify: Partial<ChannelMember["notify_props"]>) =>
    send("PUT", `/channels/${channel}/members/${user}/notify_props`, {
      ...notify,
      channel_id: channel,
      user_id: user,
    }),
  viewChannel: (channel: string, options: CallOptions = {}) =>
    send<{ status: string; last_viewed_at_times: Record<string, number> }>(
      "POST",
      "/channels/members/me/view",
      { channel_id: channel, prev_channel_id: "", collapsed_threads_supported: true },
      {},
      options,
    ),

  /** With `keepalive` also when the page is left meanwhile. */
  markChannelsRead: (channels: string[], options: CallOptions = {}) =>
    send("POST", "/channels/members/me/mark_read", channels, {}, options),

  categories: (user: string, team: string) =>
    get<Categories>(`/users/${user}/teams/${team}/channels/categories`),
  createCategory: (user: string, team: string, category: Partial<Category>) =>
    send<Category>("POST", `/users/${user}/teams/${team}/channels/categories`, category),
  saveCategories: (user: string, team: string, categories: Category[]) =>
    send<Category[]>("PUT", `/users/${user}/teams/${team}/channels/categories`, categories),
  orderCategories: (user: string, team: string, order: string[]) =>
    send<string[]>("PUT", `/users/${user}/teams/${team}/channels/categories/order`, order),
  deleteCategory: (user: string, team: string, category: string) =>
    send("DELETE", `/users/${user}/teams/${team}/channels/categories/${category}`),

  posts: (channel: string, query: Query) =>
    get<PostPage>(`/channels/${channel}/posts`, { ...threaded, ...query }),
  postsAroundUnread: (channel: string, user: string) =>
    get<PostPage>(`/users/${user}/channels/${channel}/posts/unread`, {
      ...threaded,
      limit_before: 30,
      limit_after: 30,
      skipFetchThreads: false,
    }),
  pinnedPosts: (channel: string) => get<PostPage>(`/channels/${channel}/pinned`),
  savedPosts: (page: number) =>
    get<PostPage>("/users/me/posts/flagged", { page, per_page: pageSizes.savedPosts }),
  post: (post: string) => get<Post>(`/posts/${post}`),
  createPost: (post: Pick<Post, "channel_id" | "root_id" | "message" | "pending_post_id"> & Partial<Post>) =>
    send<Post>("POST", "/posts", post),
  editPost: (post: string, patch: { message?: string; file_ids?: string[]; props?: Post["props"] }) =>
    send<Post>("PUT", `/posts/${post}/patch`, patch),
  deletePost: (post: string, options: CallOptions = {}) =>
    send("DELETE", `/posts/${post}`, undefined, {}, options),
  pinPost: (post: string) => send("POST", `/posts/${post}/pin`),
  unpinPost: (post: string) => send("POST", `/posts/${post}/unpin`),
  editHistory: (post: string) => get<Post[]>(`/posts/${post}/edit_history`),
  markUnread: (user: string, post: string) =>
    send<ChannelUnread>("POST", `/users/${user}/posts/${post}/set_unread`, {
      collapsed_threads_supported: true,
    }),
  addReaction: (reaction: Pick<Reaction, "user_id" | "post_id" | "emoji_name">) =>
    send<Reaction>("POST", "/reactions", reaction),
  removeReaction: (reaction: Pick<Reaction, "user_id" | "post_id" | "emoji_name">) =>
    send("DELETE", `/users/${reaction.user_id}/posts/${reaction.post_id}/reactions/${reaction.emoji_name}`),

  threads: (user: string, team: string, query: Query) =>
    get<ThreadList>(`/users/${user}/teams/${team}/threads`, query),
  thread: (user: string, team: string, thread: string) =>
    get<Thread>(`/users/${user}/teams/${team}/threads/${thread}`, { extended: false }),
  threadPosts: (root: string, query: Query = {}) =>
    get<PostPage>(`/posts/${root}/thread`, { ...threaded, ...query }),
  readThread: (user: string, team: string, thread: string, at: number, options: CallOptions = {}) =>
    send<Thread>("PUT", `/users/${user}/teams/${team}/threads/${thread}/read/${at}`, undefined, {}, options),
  readAllThreads: (user: string, team: string, options: CallOptions = {}) =>
    send("PUT", `/users/${user}/teams/${team}/threads/read`, undefined, {}, options),
  unreadThread: (user: string, team: string, thread: string, post: string) =>
    send<Thread>("POST", `/users/${user}/teams/${team}/threads/${thread}/set_unread/${post}`),
  followThread: (user: string, team: string, thread: string) =>
    send("PUT", `/users/${user}/teams/${team}/threads/${thread}/following`),
  unfollowThread: (user: string, team: string, thread: string) =>
    send("DELETE", `/users/${user}/teams/${team}/threads/${thread}/following`),

  /** A picture of another site, by way of this one. */
  proxiedImage: (url: string) => address("/image", { url }),
  filePreview: (file: string) => address(`/files/${file}/preview`),
  file: (file: string) => address(`/files/${file}`),

  patchConfig: (patch: Record<string, Record<string, unknown>>) =>
    send<unknown>("PUT", "/config/patch", patch),
};

/** This client always shows threads apart from their channels. */
const threaded = { collapsedThreads: true, collapsedThreadsExtended: false } as const;
