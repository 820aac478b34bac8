import { needUsers } from "@/features/people";
import { myId } from "@/features/session";
import type { EventTable } from "@/sync";
import { forgetPosts, keepPage, noteLate } from "./actions";
import { posts, withDeleted, withEdited, withNew, withoutReaction, withReaction } from "./model";

export const events: EventTable = {
  posted: ({ post }) => {
    void needUsers([post.user_id]);
    noteLate(post);
    posts.set((state) => withNew(state, post));
    keepPage(post.channel_id);
  },
  ephemeral_message: ({ post }) => posts.set((state) => withNew(state, post)),
  post_edited: ({ post }) => {
    posts.set((state) => withEdited(state, post));
    keepPage(post.channel_id);
  },
  post_deleted: ({ post }) => {
    posts.set((state) => withDeleted(state, post, post.delete_at || Date.now()));
    keepPage(post.channel_id);
  },
  reaction_added: ({ reaction }) => {
    void needUsers([reaction.user_id]);
    posts.set((state) => withReaction(state, reaction));
  },
  thread_follow_changed: ({ thread_id, state: is_following }) =>
    posts.set(({ posts: all }) => {
      const root = all[thread_id];
      return root ? { posts: { ...all, [thread_id]: { ...root, is_following } } } : {};
    }),
  user_removed: ({ user_id, channel_id }, broadcast) => {
    if (channel_id !== undefined) forgetPosts(channel_id);
    else if (user_id === myId()) forgetPosts(broadcast.channel_id);
  },
  reaction_removed: ({ reaction }) => posts.set((state) => withoutReaction(state, reaction)),
};
