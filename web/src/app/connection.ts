import { ApiError, api, setConnectionId } from "@/api";
import {
  channels,
  doubtMemberCounts,
  loadCategories,
  loadChannels,
  loadMemberCount,
  withoutChannel,
} from "@/features/channels";
import { shareAttention, tellWhile } from "@/features/notifications";
import { refreshPresence, refreshUsers } from "@/features/people";
import { doubtPosts, openPosts } from "@/features/posts";
import { loadRolesAnew, session } from "@/features/session";
import { loadTeams, teams } from "@/features/teams";
import { loadThreads, loadThreadTotals, recountThreads, threads } from "@/features/threads";
import { tellTypingThrough } from "@/features/typing";
import { adoptOutbox, flushOutbox, frameQueue, type SharedSocket, shareSocket } from "@/sync";
import { applyEvent } from "./events";
import { loadMe } from "./me";

const RELOAD_MS = 3_000;
const PRESENCE_MS = 60_000;

/** Asks for all that is shown at start; after a gap in the events it is asked for again. */
export async function loadAll(): Promise<void> {
  const knowing = loadMe();
  if (!session.get().me) await knowing;
  doubtMemberCounts();
  await Promise.all([knowing, loadTeams(), loadChannels(undefined, knowing)]);
  const { me } = session.get();
  const memberships = [...Object.values(teams.get().members), ...Object.values(channels.get().members)];
  const roles = [me?.roles ?? "", ...memberships.map((one) => one.roles)].flatMap((names) =>
    names.split(" "),
  );
  const { open } = channels.get();
  const shown = open ? openShown(open) : undefined;
  const counted = open ? loadMemberCount(open) : undefined;
  const perTeam = Object.keys(teams.get().teams).flatMap((team) => [
    loadCategories(team),
    threads.get().lists[team] ? loadThreads(team) : loadThreadTotals(team),
  ]);
  // Another part that fails leaves its part of the screen as it was.
  await Promise.allSettled([shown, counted, loadRolesAnew(roles), ...perTeam]);
  refreshPeople();
  await shown;
}

/** The messages of the channel on screen. One that I may not read any more goes. */
async function openShown(id: string): Promise<void> {
  try {
    await openPosts(id);
  } catch (error) {
    if (!(error instanceof ApiError) || error.hindrance !== "refused") throw error;
    channels.set((state) => withoutChannel(state, id));
  }
}

/** What others have changed of themselves. It is not waited for: what is shown of them is old at worst. */
function refreshPeople(): void {
  refreshUsers().catch(() => {});
  void refreshPresence();
}

/** What keeps the state true. */
export interface Live {
  /** The session has ended: nothing is asked for, and nothing counts as read, until somebody is back. */
  pause(): void;
  /** There is a session again. What was missed is asked for, and what waits is sent. */
  goOn(): void;
  /** Ends it, and forgets what was shown. */
  stop(): void;
}

/** Asks who is there, where somebody sees it. */
function lookAround(): void {
  if (document.visibilityState === "visible" && session.get().isCurrent) void refreshPresence();
}

/** Connects, asks for all that may have changed, and keeps the state true from then on. */
export function connect(user: string): Live {
  const queue = frameQueue(applyEvent);
  let reload: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  /** Events that come while everything is being asked for are applied to the answers. */
  async function reloadAll(): Promise<void> {
    clearTimeout(reload);
    doubtPosts();
    session.set({ isCurrent: false });
    queue.hold();
    try {
      await loadAll();
      session.set({ isCurrent: true });
    } catch (error) {
      const isExpired = error instanceof ApiError && error.hindrance === "expired";
      if (!isExpired && !isStopped) reload = setTimeout(() => void reloadAll(), RELOAD_MS);
    } finally {
      // What an answer had seen already may have been counted twice.
      if (queue.release()) recountThreads();
    }
  }

  const open = (): SharedSocket =>
    shareSocket(user, {
      onFrame: queue.add,
      onOpen: ({ connection }, isNew) => {
        setConnectionId(connection);
        session.set({ isConnected: true, lostAt: 0 });
        if (socket.isLeading()) void adoptOutbox();
        else flushOutbox();
        if (!isNew) return;
        queue.clear();
        void reloadAll();
      },
      onCare: () => void adoptOutbox(),
      onLost: () => {
        session.set((state) => ({ isConnected: false, lostAt: state.lostAt || Date.now() }));
        // A socket can't say that the session has ended; any answer does.
        api.me().catch(() => {});
      },
    });
  let socket = open();
  tellTypingThrough((action, data) => socket.tell(action, data));
  tellWhile(() => socket.isLeading());
  const unshareAttention = shareAttention(user);
  const retry = (): void => {
    if (document.visibilityState === "visible") socket.retryNow();
    flushOutbox();
    lookAround();
  };
  const looking = setInterval(lookAround, PRESENCE_MS);
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", retry);
  function pause(): void {
    clearTimeout(reload);
    socket.close();
    session.set({ isConnected: false, lostAt: 0, isCurrent: false });
  }
  return {
    pause,
    goOn: () => {
      if (isStopped) return;
      socket = open();
      flushOutbox();
    },
    stop: () => {
      isStopped = true;
      pause();
      clearInterval(looking);
      unshareAttention();
      window.removeEventListener("online", retry);
      document.removeEventListener("visibilitychange", retry);
    },
  };
}
