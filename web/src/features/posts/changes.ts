import { ApiError, api, type CallOptions, type Post, type Reaction } from "@/api";
import { keepPage } from "./actions";
import {
  posts,
  withDeleted,
  withEdited,
  withoutReaction,
  withReaction,
  withSending,
  withUndeleted,
} from "./model";

/** A post of mine with another text, on its way. */
export interface Edit {
  id: string;
  message: string;
  /** What it said before. */
  before: Pick<Post, "message" | "edit_at">;
}

/** Shows a post with another text. It waits where the server can't be told; then that is said. */
export function showEdit({ id, message }: Edit, isWaiting: boolean): void {
  posts.set((state) => {
    const post = state.posts[id];
    if (!post) return {};
    const edited = post.message === message ? post : { ...post, message, edit_at: Date.now() };
    return {
      posts: { ...state.posts, [id]: edited },
      ...withSending(state, id, isWaiting ? { state: "waiting" } : undefined),
    };
  });
}

/** Brings the text of before back, unless somebody has written another meanwhile. */
export function takeBackEdit({ id, message, before }: Edit): void {
  posts.set((state) => {
    const post = state.posts[id];
    const settled = withSending(state, id);
    return post?.message === message
      ? { posts: { ...state.posts, [id]: { ...post, ...before } }, ...settled }
      : settled;
  });
}

export async function sendEdit({ id, message }: Edit): Promise<void> {
  const changed = await api.editPost(id, { message });
  posts.set((state) => ({ ...withEdited(state, changed), ...withSending(state, id) }));
  keepPage(changed.channel_id);
}

/** A reaction of mine that comes or goes. */
export interface Reacting {
  reaction: Reaction;
  isOn: boolean;
}

/** What reacting with an emoji does now: add mine, or take it back. */
export function reacting(post: string, user: string, emoji: string): Reacting {
  const known = posts
    .get()
    .posts[post]?.metadata.reactions?.find((one) => one.user_id === user && one.emoji_name === emoji);
  const made = { post_id: post, user_id: user, emoji_name: emoji, create_at: Date.now() };
  return { reaction: known ?? made, isOn: !known };
}

export function showReaction({ reaction, isOn }: Reacting): void {
  posts.set((state) => (isOn ? withReaction(state, reaction) : withoutReaction(state, reaction)));
}

export async function sendReaction({ reaction, isOn }: Reacting): Promise<void> {
  await (isOn ? api.addReaction(reaction) : api.removeReaction(reaction));
}

/** Deletes a post; at once, and back if the server refuses. With `keepalive` also when the page is left meanwhile. */
export async function deleteMessage(id: string, options: CallOptions = {}): Promise<void> {
  const { [id]: post } = posts.get().posts;
  const { [id]: replies } = posts.get().replies;
  if (!post) return;
  const at = Date.now();
  // How many there were in its thread, a reply knows from when it was written.
  posts.set((state) => withDeleted(state, { ...post, reply_count: 0 }, at));
  try {
    await api.deletePost(id, options);
  } catch (error) {
    // Somebody else was faster.
    if (error instanceof ApiError && error.status === 404) return;
    posts.set((state) => withUndeleted(state, post, at, replies));
    throw error;
  }
  keepPage(post.channel_id);
}

/** Pins a post to its channel, or takes it down; at once, and back if the server refuses. */
export async function setPinned(id: string, isPinned: boolean): Promise<void> {
  const show = (is_pinned: boolean): void =>
    posts.set((state) => {
      const post = state.posts[id];
      return post ? { posts: { ...state.posts, [id]: { ...post, is_pinned } } } : {};
    });
  show(isPinned);
  try {
    await (isPinned ? api.pinPost(id) : api.unpinPost(id));
  } catch (error) {
    show(!isPinned);
    throw error;
  }
}
