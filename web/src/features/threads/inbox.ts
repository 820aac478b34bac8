import { api } from "@/api";
import { myId } from "@/features/session";
import { PAGE, sendRead, take } from "./actions";
import { type KnownThread, threads, withCounts } from "./model";

/** Asks for the threads before those that are listed. */
export async function loadMoreThreads(team: string): Promise<void> {
  const { ids: listed = [], hasMore = false } = threads.get().lists[team] ?? {};
  const before = listed.at(-1);
  if (!hasMore || before === undefined) return;
  const found = await api.threads(myId(), team, { per_page: PAGE, before, extended: false });
  take(team, found);
  const ids = (found.threads ?? []).map((thread) => thread.id);
  // One of the page may have been answered meanwhile, and stand at the top.
  threads.set((state) => ({
    lists: {
      ...state.lists,
      [team]: {
        ids: [...new Set([...(state.lists[team]?.ids ?? []), ...ids])],
        hasMore: ids.length === PAGE,
      },
    },
  }));
}

/** A change that has been made here, and is made on the server by `send`; until then `undo` takes it back. */
interface Change {
  send: (isLeaving: boolean) => Promise<unknown>;
  undo: () => void;
}

/** Threads that are read here and not yet on the server. */
const finishing = new Set<string>();

/** Whether the server counts as unread in a thread what is done with here. */
export const isFinishing = (root: string): boolean => finishing.has(root);

/** Sets what is unread in some threads of a team to nothing; until `settle` that can be taken back, for what is still so. */
function finish(
  team: string,
  ids: readonly string[],
): { seen: KnownThread[]; settle: () => void; undo: () => void } {
  const none = { replies: 0, mentions: 0 };
  const countsOf = (thread: KnownThread) => ({
    replies: thread.unread_replies,
    mentions: thread.unread_mentions,
  });
  const set = (id: string, now: typeof none, was: typeof none): void =>
    threads.set((state) => withCounts(state, team, id, now, was));
  const seen = ids.flatMap((id) => {
    const { [id]: thread } = threads.get().threads;
    return thread && (thread.unread_replies > 0 || thread.unread_mentions > 0) ? [thread] : [];
  });
  for (const thread of seen) {
    finishing.add(thread.id);
    set(thread.id, none, countsOf(thread));
  }
  const settle = (): void => {
    for (const { id } of seen) finishing.delete(id);
  };
  return {
    seen,
    settle,
    undo: () => {
      settle();
      for (const thread of seen) {
        // What has been answered since is unread again by that.
        if (threads.get().threads[thread.id]?.unread_replies === 0) set(thread.id, countsOf(thread), none);
      }
    },
  };
}

/** Reads threads up to the reply that was the last of each when it was seen. */
const sendSeen = (team: string, seen: KnownThread[], keepalive: boolean): Promise<unknown> =>
  Promise.all(
    seen.map(({ id, last_reply_at }) => sendRead({ team, root: id, at: last_reply_at }, { keepalive })),
  );

/** Makes nothing unread in a thread any more. */
export function finishThread(team: string, root: string): Change {
  const { seen, settle, undo } = finish(team, [root]);
  return {
    undo,
    send: (isLeaving) => sendSeen(team, seen, isLeaving).finally(settle),
  };
}

/** Makes nothing unread in a team's threads any more, those before the listed ones among them. */
export function finishThreads(team: string): Change {
  const { seen, settle, undo } = finish(team, threads.get().lists[team]?.ids ?? []);
  const { [team]: left } = threads.get().totals;
  const add = (unread: number, mentions: number): void =>
    threads.set((state) => {
      const total = state.totals[team] ?? { unread: 0, mentions: 0 };
      const next = { unread: total.unread + unread, mentions: total.mentions + mentions };
      return { totals: { ...state.totals, [team]: next } };
    });
  if (left) add(-left.unread, -left.mentions);
  // Reading all would read what has come since, and nobody has seen; what is not listed stays unread then.
  const send = (isLeaving: boolean): Promise<unknown> =>
    (threads.get().totals[team]?.unread ?? 0) > 0
      ? sendSeen(team, seen, isLeaving)
      : api.readAllThreads(myId(), team, { keepalive: isLeaving });
  return {
    undo: () => {
      undo();
      if (left) add(left.unread, left.mentions);
    },
    send: (isLeaving) => send(isLeaving).finally(settle),
  };
}
