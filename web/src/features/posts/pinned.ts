import { api, type Post } from "@/api";
import { learnPosts } from "./actions";
import { type PostsState, posts } from "./model";

/** The pinned posts of a channel, newest first. */
export function pinnedIn(state: PostsState, channel: string): Post[] {
  return Object.values(state.posts)
    .filter((post) => post.channel_id === channel && post.is_pinned && post.delete_at === 0)
    .sort((a, b) => b.create_at - a.create_at);
}

/** Asks for what is pinned in a channel. What was taken down while nobody was told is not pinned here either any more. */
export async function loadPinned(channel: string): Promise<void> {
  const before = pinnedIn(posts.get(), channel);
  const { posts: found } = await api.pinnedPosts(channel);
  learnPosts(Object.values(found));
  posts.set((state) => {
    const all = { ...state.posts };
    for (const { id } of before) {
      const post = all[id];
      if (post && !found[id]) all[id] = { ...post, is_pinned: false };
    }
    return { posts: all };
  });
}
