import type { Post, Thread } from "@/api";
import { slice } from "@/lib/slice";

/** What is kept of a thread; its posts are with the posts. */
export type KnownThread = Omit<Thread, "post" | "participants"> & { channel: string; participants: string[] };

export interface ThreadsState {
  /** By root: threads that I follow, or whose state I know. */
  threads: Record<string, KnownThread>;
  /** By team: how many threads have unread replies, and how many of those mention me. */
  totals: Record<string, { unread: number; mentions: number }>;
  /** By team: what the inbox lists, newest first, and whether there is more. */
  lists: Record<string, { ids: string[]; hasMore: boolean }>;
}

export const threads = slice<ThreadsState>(
  "threads",
  { threads: {}, totals: {}, lists: {} },
  { values: ["totals"], tables: ["threads"] },
);

export function toKnown(thread: Thread): KnownThread {
  const { post, participants, ...rest } = thread;
  // Only who follows a thread is told of it, and not every answer says so.
  const is_following = rest.is_following ?? true;
  return { ...rest, is_following, channel: post.channel_id, participants: participants.map((one) => one.id) };
}

/** A thread's root as lists of posts have it; the thread's own copy says nothing of its replies. */
export function rootOf({
  post,
  reply_count,
  last_reply_at,
  participants,
  is_following = true,
}: Thread): Post {
  return { ...post, reply_count, last_reply_at, participants, is_following };
}

/** A thread that has been deleted. */
export function withoutThread(state: ThreadsState, id: string): Partial<ThreadsState> {
  const { [id]: _gone, ...others } = state.threads;
  return { threads: others };
}

export function withThreads(state: ThreadsState, found: Thread[]): Partial<ThreadsState> {
  const all = { ...state.threads };
  for (const thread of found) all[thread.id] = toKnown(thread);
  return { threads: all };
}

/** I follow a thread or don't, as far as it is known. */
export function withFollowing(state: ThreadsState, id: string, isFollowing: boolean): Partial<ThreadsState> {
  const thread = state.threads[id];
  return thread ? { threads: { ...state.threads, [id]: { ...thread, is_following: isFollowing } } } : {};
}

/** A change of one thread's unread replies, and what it does to the totals of its team. */
export function withCounts(
  state: ThreadsState,
  team: string,
  id: string,
  now: { replies: number; mentions: number },
  before: { replies: number; mentions: number },
): Partial<ThreadsState> {
  const thread = state.threads[id];
  const total = state.totals[team];
  const changed: Partial<ThreadsState> = {};
  if (thread) {
    changed.threads = {
      ...state.threads,
      [id]: { ...thread, unread_replies: now.replies, unread_mentions: now.mentions },
    };
  }
  if (total) {
    const was = before.replies > 0 ? 1 : 0;
    const is = now.replies > 0 ? 1 : 0;
    changed.totals = {
      ...state.totals,
      [team]: {
        unread: Math.max(0, total.unread + is - was),
        mentions: Math.max(0, total.mentions + now.mentions - before.mentions),
      },
    };
  }
  return changed;
}

/** The inbox with a thread at its top. */
export function withListed(state: ThreadsState, team: string, id: string): Partial<ThreadsState> {
  const list = state.lists[team];
  if (!list) return {};
  const ids = [id, ...list.ids.filter((one) => one !== id)];
  return { lists: { ...state.lists, [team]: { ...list, ids } } };
}
