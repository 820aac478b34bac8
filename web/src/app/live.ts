import { ApiError, api, setConnectionId } from "@/api";
import { channels, loadCategories, loadChannels, loadMemberCount, withoutChannel } from "@/features/channels";
import { shareDrafts } from "@/features/drafts";
import { shareAttention, tellWhile } from "@/features/notifications";
import { learn, refreshPresence, refreshUsers } from "@/features/people";
import { doubtPosts, openPosts } from "@/features/posts";
import { loadRolesAnew, loadSession, session } from "@/features/session";
import { loadTeams, teams } from "@/features/teams";
import { loadThreads, loadThreadTotals, recountThreads, threads } from "@/features/threads";
import { tellTypingThrough } from "@/features/typing";
import { closeLocalStore, openLocalStore } from "@/lib/localStore";
import { resetSlices } from "@/lib/slice";
import { adoptOutbox, clearOutbox, flushOutbox, frameQueue, restoreOutbox, shareSocket } from "@/sync";
import { applyEvent } from "./events";

const RELOAD_MS = 3_000;
const PRESENCE_MS = 60_000;

/** Asks for all that is shown at start; after a gap in the events it is asked for again. */
export async function loadAll(): Promise<void> {
  await loadSession();
  const { me } = session.get();
  if (me) learn([me]);
  await Promise.all([loadTeams(), loadChannels()]);
  const memberships = [...Object.values(teams.get().members), ...Object.values(channels.get().members)];
  const roles = [me?.roles ?? "", ...memberships.map((one) => one.roles)].flatMap((names) =>
    names.split(" "),
  );
  const perTeam = Object.keys(teams.get().teams).flatMap((team) => [
    loadCategories(team),
    threads.get().lists[team] ? loadThreads(team) : loadThreadTotals(team),
  ]);
  // A part that fails leaves its part of the screen as it was.
  await Promise.allSettled([loadRolesAnew(roles), ...perTeam]);
  refreshPeople();
  const { open } = channels.get();
  if (open) await Promise.all([openShown(open), loadMemberCount(open).catch(() => {})]);
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

/** The end of what was live before: nobody is shown what belongs to somebody else. */
let ended: Promise<void> = Promise.resolve();

/** Shows what is kept of a user, connects, and keeps the state true from then on. Gives the way to stop and forget it. */
export function goLive(user: string): () => void {
  const started = ended.then(() => start(user));
  return () => {
    ended = started.then(async (stop) => {
      stop();
      await closeLocalStore();
      clearOutbox();
      resetSlices();
    });
  };
}

/** Asks who is there, where somebody sees it. */
function lookAround(): void {
  if (document.visibilityState === "visible" && session.get().isCurrent) void refreshPresence();
}

async function start(user: string): Promise<() => void> {
  await openLocalStore(user);
  await restoreOutbox();
  const queue = frameQueue(applyEvent);
  let reload: ReturnType<typeof setTimeout> | undefined;

  /** Events that come while everything is being asked for are applied to the answers. */
  async function reloadAll(): Promise<void> {
    clearTimeout(reload);
    doubtPosts();
    session.set({ isCurrent: false });
    queue.hold();
    try {
      await loadAll();
      session.set({ isCurrent: true });
    } catch {
      reload = setTimeout(() => void reloadAll(), RELOAD_MS);
    } finally {
      // What an answer had seen already may have been counted twice.
      if (queue.release()) recountThreads();
    }
  }

  const socket = shareSocket(user, {
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
  tellTypingThrough(socket.tell);
  tellWhile(socket.isLeading);
  const unshareDrafts = shareDrafts(user);
  const unshareAttention = shareAttention(user);
  const retry = (): void => {
    if (document.visibilityState === "visible") socket.retryNow();
    flushOutbox();
    lookAround();
  };
  const looking = setInterval(lookAround, PRESENCE_MS);
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", retry);
  return () => {
    clearTimeout(reload);
    clearInterval(looking);
    unshareDrafts();
    unshareAttention();
    window.removeEventListener("online", retry);
    document.removeEventListener("visibilitychange", retry);
    socket.close();
  };
}
