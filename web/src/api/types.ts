// The protocol's shapes under the names of our glossary. What the published types leave loose is made exact here.
import type { ChannelCategory } from "@mattermost/types/channel_categories";
import type {
  ChannelMembership,
  ChannelStats,
  ChannelUnread,
  ServerChannel,
} from "@mattermost/types/channels";
import type { ClientConfig } from "@mattermost/types/config";
import type { FileInfo } from "@mattermost/types/files";
import type {
  PostEmbed,
  PostImage,
  PostMetadata as TheirMetadata,
  Post as TheirPost,
} from "@mattermost/types/posts";
import type { PreferenceType } from "@mattermost/types/preferences";
import type { Reaction } from "@mattermost/types/reactions";
import type { Role } from "@mattermost/types/roles";
import type { Session } from "@mattermost/types/sessions";
import type { Team, TeamMembership as TheirTeamMembership } from "@mattermost/types/teams";
import type { UserThread as TheirThread } from "@mattermost/types/threads";
import type { UserProfile, UserStatus } from "@mattermost/types/users";

export type { ChannelStats, ChannelUnread, FileInfo, PostEmbed, PostImage, Reaction, Role, Session, Team };

export type User = UserProfile;
export type Status = UserStatus;
export type Channel = ServerChannel;
export type ChannelMember = ChannelMembership;
export type TeamMember = Omit<TheirTeamMembership, "mention_count" | "msg_count">;
export type Preference = PreferenceType;
/** Every value of the client configuration is a string. */
export type Config = Partial<ClientConfig> & Partial<Record<string, string>>;

export interface PostMetadata extends Partial<Omit<TheirMetadata, "priority">> {
  priority?: { priority: "" | "important" | "urgent"; requested_ack?: boolean };
}

export interface Post extends Omit<TheirPost, "participants" | "metadata" | "type" | "failed" | "state"> {
  /** `""` for what people write, `system_…` for what the server says, `custom_…` for plugins. */
  type: string;
  metadata: PostMetadata;
  participants?: { id: string }[] | null;
}

export interface PostPage {
  /** Newest first. */
  order: string[];
  posts: Record<string, Post>;
  /** Empty at the newest end. */
  next_post_id: string;
  /** Empty at the oldest end. */
  prev_post_id: string;
  has_next?: boolean;
}

export interface Thread extends Omit<TheirThread, "post" | "type"> {
  post: Post;
}

export interface ThreadList {
  total: number;
  total_unread_threads: number;
  total_unread_mentions: number;
  threads: Thread[] | null;
}

export interface Category extends Omit<ChannelCategory, "sorting"> {
  sorting: "" | "alpha" | "recent" | "manual";
}

export interface Categories {
  categories: Category[];
  order: string[];
}

/** What may complete a command that is being typed. */
export interface CommandSuggestion {
  /** What takes the place of what was typed, without the slash. */
  Complete: string;
  Suggestion: string;
  /** Its arguments, in words. */
  Hint: string;
  Description: string;
}

/** What came of a command. What it says to the channel or to its caller comes as posts. */
export interface CommandAnswer {
  response_type?: string;
  text?: string;
  /** Where the client should go. */
  goto_location?: string;
}
