import { learnPosts, posts } from "@/features/posts";
import { myId } from "@/features/session";
import { teams } from "@/features/teams";
import type { EventTable } from "@/sync";
import { loadThread, loadThreads, loadThreadTotals } from "./actions";
import { threads, withCounts, withListed, withThreads } from "./model";

/** A fetch that an event asks for. If it fails, the connection is about to break and everything is asked anew. */
function refetch(fetching: Promise<unknown>): void {
  fetching.catch(() => {});
}

/** Asks for what a team's inbox lists or, where nobody has opened it, for how much is unread. Without a team, for all. */
function recount(team: string): void {
  const { lists, totals } = threads.get();
  for (const one of team ? [team] : Object.keys(totals))
    refetch(lists[one] ? loadThreads(one) : loadThreadTotals(one));
}

export const events: EventTable = {
  posted: ({ post, team_id }) => {
    // Who answers follows the thread from then on, and is told so by no event.
    const root = post.root_id;
    if (root === "" || post.user_id !== myId() || threads.get().threads[root]?.is_following) return;
    const team = team_id || teams.get().last;
    const listed = loadThread(team, root).then(() =>
      threads.set((state) => (state.threads[root] ? withListed(state, team, root) : {})),
    );
    refetch(listed);
  },
  thread_updated: ({ thread, previous_unread_replies, previous_unread_mentions }, { team_id }) => {
    // The root may be newer here than in the event: replies are counted as they come.
    if (!posts.get().posts[thread.id]) learnPosts([thread.post]);
    const known = threads.get().threads[thread.id];
    const before = {
      replies: previous_unread_replies ?? known?.unread_replies ?? 0,
      mentions: previous_unread_mentions ?? known?.unread_mentions ?? 0,
    };
    const now = { replies: thread.unread_replies, mentions: thread.unread_mentions };
    threads.set((state) => {
      let next = { ...state, ...withThreads(state, [thread]) };
      for (const team of team_id ? [team_id] : Object.keys(state.totals)) {
        next = { ...next, ...withCounts(next, team, thread.id, now, before) };
        next = { ...next, ...withListed(next, team, thread.id) };
      }
      return next;
    });
  },
  thread_follow_changed: ({ thread_id, state: isFollowing }, { team_id }) => {
    threads.set((state) => {
      const thread = state.threads[thread_id];
      return thread
        ? { threads: { ...state.threads, [thread_id]: { ...thread, is_following: isFollowing } } }
        : {};
    });
    recount(team_id);
  },
  thread_read_changed: (data, { team_id }) => {
    const { thread_id, unread_replies, unread_mentions } = data;
    if (thread_id === undefined || unread_replies === undefined) {
      if (team_id) recount(team_id);
      return;
    }
    threads.set((state) => {
      const known = state.threads[thread_id];
      const before = {
        replies: known?.unread_replies ?? data.previous_unread_replies ?? 0,
        mentions: known?.unread_mentions ?? data.previous_unread_mentions ?? 0,
      };
      return withCounts(
        state,
        team_id,
        thread_id,
        { replies: unread_replies, mentions: unread_mentions ?? 0 },
        before,
      );
    });
  },
};
