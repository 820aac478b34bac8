import { api } from "@/api";
import { myId } from "@/features/session";
import { PAGE, take } from "./actions";
import { type ThreadsState, threads } from "./model";

/** Asks for the threads before those that are listed. */
export async function loadMoreThreads(team: string): Promise<void> {
  const list = threads.get().lists[team];
  const before = list?.ids.at(-1);
  if (!list?.hasMore || before === undefined) return;
  const found = await api.threads(myId(), team, { per_page: PAGE, before, extended: false });
  take(team, found);
  const ids = (found.threads ?? []).map((thread) => thread.id);
  threads.set((state) => ({
    lists: { ...state.lists, [team]: { ids: [...list.ids, ...ids], hasMore: ids.length === PAGE } },
  }));
}

/** Nothing unread in the threads that a team's inbox lists, nor in its totals. */
function withAllRead(state: ThreadsState, team: string): Partial<ThreadsState> {
  const all = { ...state.threads };
  for (const id of state.lists[team]?.ids ?? []) {
    const thread = all[id];
    if (thread) all[id] = { ...thread, unread_replies: 0, unread_mentions: 0 };
  }
  return { threads: all, totals: { ...state.totals, [team]: { unread: 0, mentions: 0 } } };
}

/** Nothing in a team's threads is unread any more; at once, and back if the server refuses. */
export async function readAllThreads(team: string): Promise<void> {
  const before = threads.get();
  threads.set((state) => withAllRead(state, team));
  try {
    await api.readAllThreads(myId(), team);
  } catch (error) {
    threads.set({ threads: before.threads, totals: before.totals });
    throw error;
  }
}
