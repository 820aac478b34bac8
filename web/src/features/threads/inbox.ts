import { api } from "@/api";
import { myId } from "@/features/session";
import { PAGE, take } from "./actions";
import { threads, withCounts } from "./model";

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

/** Sets what is unread in some threads of a team to nothing. Gives what brings it back, for what is still so. */
function read(team: string, ids: readonly string[]): () => void {
  const none = { replies: 0, mentions: 0 };
  const before = ids.flatMap((id) => {
    const thread = threads.get().threads[id];
    const counts = { replies: thread?.unread_replies ?? 0, mentions: thread?.unread_mentions ?? 0 };
    return counts.replies > 0 || counts.mentions > 0 ? [{ id, counts }] : [];
  });
  const set = (id: string, now: typeof none, was: typeof none): void =>
    threads.set((state) => withCounts(state, team, id, now, was));
  for (const { id, counts } of before) set(id, none, counts);
  return () => {
    for (const { id, counts } of before) {
      // What has been answered since is unread again by that.
      if (threads.get().threads[id]?.unread_replies === 0) set(id, counts, none);
    }
  };
}

/** Makes nothing unread in a thread any more. */
export function finishThread(team: string, root: string): Change {
  const at = Date.now();
  return {
    undo: read(team, [root]),
    send: (isLeaving) => api.readThread(myId(), team, root, at, { keepalive: isLeaving }),
  };
}

/** Makes nothing unread in a team's threads any more, those before the listed ones among them. */
export function finishThreads(team: string): Change {
  const undo = read(team, threads.get().lists[team]?.ids ?? []);
  const { [team]: left } = threads.get().totals;
  const settle = (unread: number, mentions: number): void =>
    threads.set((state) => {
      const total = state.totals[team] ?? { unread: 0, mentions: 0 };
      const next = { unread: total.unread + unread, mentions: total.mentions + mentions };
      return { totals: { ...state.totals, [team]: next } };
    });
  if (left) settle(-left.unread, -left.mentions);
  return {
    undo: () => {
      undo();
      if (left) settle(left.unread, left.mentions);
    },
    send: (isLeaving) => api.readAllThreads(myId(), team, { keepalive: isLeaving }),
  };
}
