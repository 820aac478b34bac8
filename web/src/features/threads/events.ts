import { learnPosts } from "@/features/posts";
import { myId } from "@/features/session";
import { teams } from "@/features/teams";
import type { EventTable } from "@/sync";
import { loadThread, recountThreads } from "./actions";
import { isFinishing } from "./inbox";
import { rootOf, threads, withCounts, withFollowing, withListed, withoutThread, withThreads } from "./model";

export const events: EventTable = {
  posted: ({ post, team_id }) => {
    // Who answers follows the thread from then on and has read it, and is told so by no event.
    const root = post.root_id;
    if (root === "" || post.user_id !== myId()) return;
    const team = team_id || teams.get().last;
    const isUnread = threads.get().threads[root]?.unread_replies !== 0;
    loadThread(team, root)
      .then(() => threads.set((state) => (state.threads[root] ? withListed(state, team, root) : {})))
      .catch(() => {});
    if (isUnread) recountThreads(team);
  },
  post_deleted: ({ post }) => {
    threads.set((state) => withoutThread(state, post.id));
    if (post.root_id === "" && post.reply_count > 0) recountThreads();
  },
  added_to_team: ({ team_id }) => recountThreads(team_id),
  restore_team: ({ team }) => recountThreads(team.id),
  thread_updated: ({ thread, previous_unread_replies, previous_unread_mentions }, { team_id }) => {
    learnPosts([rootOf(thread)]);
    const known = threads.get().threads[thread.id];
    // Where nothing has been added, the event tells what a fetch has told, or that a reply is gone. What is done with
    // here the server still counts.
    const isNews = !known || (thread.reply_count > known.reply_count && !isFinishing(thread.id));
    const before = {
      replies: (isNews ? previous_unread_replies : undefined) ?? known?.unread_replies ?? 0,
      mentions: (isNews ? previous_unread_mentions : undefined) ?? known?.unread_mentions ?? 0,
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
    if (!known && now.replies <= before.replies) recountThreads(team_id);
  },
  thread_follow_changed: ({ thread_id, state: isFollowing }, { team_id }) => {
    threads.set((state) => withFollowing(state, thread_id, isFollowing));
    recountThreads(team_id);
  },
  thread_read_changed: (data, { team_id }) => {
    const { thread_id, unread_replies, unread_mentions } = data;
    if (thread_id === undefined || unread_replies === undefined) {
      if (team_id) recountThreads(team_id);
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
