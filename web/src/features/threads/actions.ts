import { ApiError, api, type CallOptions, isRefused, type ThreadList } from "@/api";
import { learnPosts } from "@/features/posts";
import { myId } from "@/features/session";
import { outboxKind } from "@/sync";
import { rootOf, threads, withCounts, withFollowing, withThreads } from "./model";

/** How many threads a page of the inbox has. */
export const PAGE = 30;

/** Takes note of threads, and of how much is unread. */
export function take(team: string, found: ThreadList): void {
  const list = found.threads ?? [];
  // The post in it tells nothing of its replies: the thread does.
  learnPosts(list.map(rootOf));
  threads.set((state) => ({
    ...withThreads(state, list),
    totals: {
      ...state.totals,
      [team]: { unread: found.total_unread_threads, mentions: found.total_unread_mentions },
    },
  }));
}

/** Asks how much is unread in a team's threads. */
export async function loadThreadTotals(team: string): Promise<void> {
  take(team, await api.threads(myId(), team, { totalsOnly: true, threadsOnly: false }));
}

/** Asks for the newest threads of a team, as the inbox lists them. */
export async function loadThreads(team: string): Promise<void> {
  const found = await api.threads(myId(), team, { per_page: PAGE, extended: false });
  take(team, found);
  const ids = (found.threads ?? []).map((thread) => thread.id);
  threads.set((state) => ({ lists: { ...state.lists, [team]: { ids, hasMore: ids.length === PAGE } } }));
}

/**
 * Asks for what a team's inbox lists or, where nobody has opened it, for how much is unread. Without a team, for all. If
 * it fails, the connection is about to break and everything is asked anew.
 */
export function recountThreads(team = ""): void {
  const { lists, totals } = threads.get();
  for (const one of team ? [team] : Object.keys(totals))
    (lists[one] ? loadThreads(one) : loadThreadTotals(one)).catch(() => {});
}

/** Asks for one thread's state. What the server refuses to tell of is a thread that I don't follow. */
export async function loadThread(team: string, root: string): Promise<void> {
  try {
    const thread = await api.thread(myId(), team, root);
    learnPosts([rootOf(thread)]);
    threads.set((state) => withThreads(state, [thread]));
  } catch (error) {
    if (!isRefused(error)) throw error;
    threads.set((state) => withFollowing(state, root, false));
  }
}

/** A thread that was read, up to its last reply of then: the clock here may be another than the server's. */
interface Read {
  team: string;
  root: string;
  at: number;
}

export const sendRead = ({ team, root, at }: Read, options: CallOptions = {}): Promise<unknown> =>
  api.readThread(myId(), team, root, at, options);

const readLater = outboxKind<Read>("read", {
  isMinor: true,
  send: async (read) => void (await sendRead(read)),
  // It is unread again with the next fetch, which is the truth.
  onRefused: () => false,
});

/** Nothing in a thread is unread any more: here at once, and on every other device. */
export function readThread(team: string, root: string): void {
  const thread = threads.get().threads[root];
  if (!thread || (thread.unread_replies === 0 && thread.unread_mentions === 0)) return;
  const before = { replies: thread.unread_replies, mentions: thread.unread_mentions };
  threads.set((state) => withCounts(state, team, root, { replies: 0, mentions: 0 }, before));
  const read = { team, root, at: thread.last_reply_at };
  sendRead(read).catch((error: unknown) => {
    if (error instanceof ApiError && error.isPassing) readLater(read);
  });
}

/** Follows a thread or stops; at once, and back if the server refuses. */
export async function setFollowing(team: string, root: string, isFollowing: boolean): Promise<void> {
  const before = threads.get().threads[root];
  threads.set((state) => withFollowing(state, root, isFollowing));
  try {
    await (isFollowing ? api.followThread(myId(), team, root) : api.unfollowThread(myId(), team, root));
  } catch (error) {
    threads.set((state) => withFollowing(state, root, !isFollowing));
    throw error;
  }
  // It is followed in any case: what is unread in it comes with the next fetch.
  if (!before) await loadThread(team, root).catch(() => {});
}
