import type { Post } from "@/api";
import { channels, rolesInChannel, useRolesInChannel } from "@/features/channels";
import { isPending } from "@/features/posts";
import { myId, rolesAllow, session } from "@/features/session";
import { isSystem } from "./rows";

/** What may be done with a post. */
export interface Verbs {
  react: boolean;
  reply: boolean;
  save: boolean;
  pin: boolean;
  edit: boolean;
  remove: boolean;
  unread: boolean;
  follow: boolean;
}

const NOTHING: Verbs = {
  react: false,
  reply: false,
  save: false,
  pin: false,
  edit: false,
  remove: false,
  unread: false,
  follow: false,
};

export const isEphemeral = (post: Post): boolean => post.type === "system_ephemeral";

type May = (permission: string) => boolean;

/** What may be done with a post by someone who may do these things in its channel. */
export function verbsOf(post: Post, me: string, isOpen: boolean, may: May): Verbs {
  if (isPending(post) || isEphemeral(post) || post.delete_at > 0) return NOTHING;
  const isMine = post.user_id === me;
  const isSaid = !isSystem(post);
  return {
    react: isOpen && isSaid && may("add_reaction"),
    reply: isSaid,
    save: true,
    pin: isOpen && isSaid,
    edit: isOpen && isSaid && may(isMine ? "edit_post" : "edit_others_posts"),
    remove: isOpen && may(isMine ? "delete_post" : "delete_others_posts"),
    unread: !isMine || isSaid,
    follow: isSaid,
  };
}

/** The same for this account, for a moment. */
export function verbsNow(post: Post): Verbs {
  const state = channels.get();
  const channel = state.channels[post.channel_id];
  const isOpen = channel?.delete_at === 0 && state.members[post.channel_id] !== undefined;
  const roles = rolesInChannel(state, post.channel_id);
  return verbsOf(post, myId(), isOpen, (permission) => rolesAllow(session.get(), roles, permission));
}

/** The same for components. */
export function useVerbs(post: Post): Verbs {
  const { channel_id: id } = post;
  const isOpen = channels.use(
    (state) => state.channels[id]?.delete_at === 0 && state.members[id] !== undefined,
  );
  const roles = useRolesInChannel(id);
  const state = { roles: session.use((all) => all.roles) };
  return verbsOf(post, myId(), isOpen, (permission) => rolesAllow(state, roles, permission));
}
