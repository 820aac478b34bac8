import type { ChannelMember, Post, User } from "@/api";
import type { Presence } from "@/features/people";

/** A post as its event told of it. */
export interface Told {
  post: Post;
  /** Whether the server found that it is addressed to me: by name, by a word of mine, or to everybody here. */
  isMention: boolean;
  /** Whether it replies in a thread that I follow, and see apart from its channel. */
  isFollowed: boolean;
}

/** What this account wishes to be told. */
export interface Wishes {
  me: User;
  presence: Presence | undefined;
  /** Whether the account sees threads apart from their channels. */
  isThreaded: boolean;
  /** My membership in the channel, where it is known already. */
  member: ChannelMember | undefined;
  isArchived: boolean;
}

/** Why somebody is told of a post, or is not. */
export type Verdict =
  | "all"
  | "mention"
  | "thread"
  | "own"
  | "system"
  | "busy"
  | "muted"
  | "archived"
  | "level";

/** Whether threads show apart from their channels. The account chooses, as far as the server lets it. */
export function isThreaded(rule: string | undefined, preference: string | undefined): boolean {
  if (rule === "always_on") return true;
  if (rule === "disabled") return false;
  return (preference ?? (rule === "default_on" ? "on" : "off")) === "on";
}

const chosen = (own: string | undefined, account: string | undefined, usual: string): string =>
  own && own !== "default" ? own : account && account !== "default" ? account : usual;

/** Judges whether the desktop tells of a post. What is on screen is for others to judge. */
export function judge({ post, isMention, isFollowed }: Told, wishes: Wishes): Verdict {
  const { me, presence, member, isArchived } = wishes;
  if (post.user_id === me.id && post.props.from_webhook !== "true") return "own";
  // Being brought into a channel is the one thing said by the server that is said to me.
  if (post.type.startsWith("system_") && post.props.addedUserId !== me.id) return "system";
  if (presence === "dnd") return "busy";
  if (isArchived) return "archived";
  if (member?.notify_props.mark_unread === "mention") return "muted";
  const level = chosen(member?.notify_props.desktop, me.notify_props.desktop, "mention");
  if (level === "none") return "level";
  if (isMention) return "mention";
  if (wishes.isThreaded && post.root_id !== "") {
    // All that is said in a channel does not hold what is said in threads that I do not follow.
    const threads = chosen(member?.notify_props.desktop_threads, me.notify_props.desktop_threads, "all");
    return isFollowed && threads === "all" ? "thread" : "level";
  }
  return level === "all" ? "all" : "level";
}

export function isTold(verdict: Verdict): boolean {
  return verdict === "all" || verdict === "mention" || verdict === "thread";
}
