import type {
  Category,
  Channel,
  ChannelMember,
  Config,
  Post,
  Preference,
  Reaction,
  Role,
  Team,
  TeamMember,
  Thread,
  User,
} from "@/api";

/** What each event tells, once the texts inside its texts have been read. */
export interface EventData {
  posted: {
    post: Post;
    channel_type: Channel["type"];
    channel_display_name: string;
    channel_name: string;
    sender_name: string;
    team_id: string;
    set_online?: boolean;
    /** Holds the reader's id when the post is addressed to them. */
    mentions?: string[];
    followers?: string[];
  };
  post_edited: { post: Post };
  post_deleted: { post: Post };
  ephemeral_message: { post: Post };
  post_unread: {
    msg_count: number;
    msg_count_root: number;
    mention_count: number;
    mention_count_root: number;
    urgent_mention_count: number;
    last_viewed_at: number;
    post_id: string;
  };
  typing: { parent_id: string; user_id: string };
  status_change: { status: string; user_id: string };
  multiple_channels_viewed: { channel_times: Record<string, number> };
  channel_created: { channel_id: string; team_id: string };
  channel_deleted: { channel_id: string; delete_at: number };
  channel_restored: { channel_id: string };
  channel_updated: { channel?: Channel; channel_id?: string };
  channel_scheme_updated: Record<string, never>;
  channel_converted: { channel_id: string };
  channel_member_updated: { channelMember: ChannelMember };
  direct_added: { creator_id: string; teammate_id: string };
  group_added: { teammate_ids: string[] };
  user_added: { user_id: string; team_id: string };
  user_removed: { user_id?: string; channel_id?: string; remover_id: string };
  new_user: { user_id: string };
  user_updated: { user: User };
  user_activation_status_change: Record<string, never>;
  user_role_updated: { user_id: string; roles: string };
  added_to_team: { team_id: string; user_id: string };
  leave_team: { user_id: string; team_id: string };
  memberrole_updated: { member: TeamMember };
  update_team: { team: Team };
  delete_team: { team: Team };
  restore_team: { team: Team };
  role_updated: { role: Role };
  preferences_changed: { preferences: Preference[] };
  preferences_deleted: { preferences: Preference[] };
  preference_changed: { preference: Preference };
  sidebar_category_created: { category_id: string };
  sidebar_category_updated: { updatedCategories?: Category[] };
  sidebar_category_deleted: { category_id: string };
  sidebar_category_order_updated: { order: string[] };
  thread_updated: { thread: Thread; previous_unread_mentions?: number; previous_unread_replies?: number };
  thread_follow_changed: { thread_id: string; state: boolean; reply_count: number };
  thread_read_changed: {
    thread_id?: string;
    timestamp?: number;
    unread_mentions?: number;
    unread_replies?: number;
    previous_unread_mentions?: number;
    previous_unread_replies?: number;
    channel_id?: string;
  };
  reaction_added: { reaction: Reaction };
  reaction_removed: { reaction: Reaction };
  config_changed: { config: Config };
}

export type EventName = keyof EventData;

/** Whom an event was sent to; some say only here what they are about. */
export interface Broadcast {
  user_id: string;
  channel_id: string;
  team_id: string;
}

/** What a feature does on events. Each entry changes the feature's own slice; it may ask for what the event only names. */
export type EventTable = {
  [Name in EventName]?: (data: EventData[Name], broadcast: Broadcast) => void;
};

/** An event as it came, with its number in the connection. */
export interface Frame {
  event: string;
  data: Record<string, unknown>;
  broadcast: Broadcast;
  seq: number;
}

/** Keys whose value is a JSON text inside the JSON text. */
const doublyEncoded = new Set([
  "post",
  "mentions",
  "followers",
  "channel",
  "channelMember",
  "teammate_ids",
  "team",
  "member",
  "role",
  "preference",
  "preferences",
  "updatedCategories",
  "thread",
  "reaction",
]);

/** The data of a frame with the texts inside it read. */
export function decode(data: Record<string, unknown>): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    decoded[key] = doublyEncoded.has(key) && typeof value === "string" ? JSON.parse(value) : value;
  }
  return decoded;
}

type Handler = (data: never, broadcast: Broadcast) => void;

/** One function for the events of all features, in the order of their tables. */
export function dispatcher(tables: EventTable[]): (frame: Frame) => void {
  const handlers = new Map<string, ((data: Record<string, unknown>, broadcast: Broadcast) => void)[]>();
  for (const table of tables) {
    for (const [name, handler] of Object.entries<Handler | undefined>(table)) {
      if (!handler) continue;
      // The protocol promises that the data has the shape of its event's name; here is where it is believed.
      const believed = (data: Record<string, unknown>, broadcast: Broadcast): void =>
        handler(data as never, broadcast);
      handlers.set(name, [...(handlers.get(name) ?? []), believed]);
    }
  }
  return (frame) => {
    const found = handlers.get(frame.event);
    if (!found) return;
    const data = decode(frame.data);
    for (const handle of found) handle(data, frame.broadcast);
  };
}
