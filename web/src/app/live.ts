import { api, setConnectionId } from "@/api";
import { channels, loadCategories, loadChannels, loadMemberCount } from "@/features/channels";
import { shareDrafts } from "@/features/drafts";
import { shareAttention, tellWhile } from "@/features/notifications";
import { learn } from "@/features/people";
import { doubtPosts, openPosts } from "@/features/posts";
import { loadRoles, loadSession, session } from "@/features/session";
import { loadTeams, teams } from "@/features/teams";
import { loadThreadTotals } from "@/features/threads";
import { tellTypingThrough } from "@/features/typing";
import { closeLocalStore, openLocalStore } from "@/lib/localStore";
import { resetSlices } from "@/lib/slice";
import { adoptOutbox, clearOutbox, flushOutbox, frameQueue, restoreOutbox, shareSocket } from "@/sync";
import { applyEvent } from "./events";

const RELOAD_MS = 3_000;

/** Asks for all that is shown at start; after a gap in the events it is asked for again. */
async function loadAll(): Promise<void> {
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
    loadThreadTotals(team),
  ]);
  // A part that fails leaves its part of the screen as it was.
  await Promise.allSettled([loadRoles(roles), ...perTeam]);
  const { open } = channels.get();
  if (open) await Promise.all([openPosts(open), loadMemberCount(open).catch(() => {})]);
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
      queue.release();
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
  };
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", retry);
  return () => {
    clearTimeout(reload);
    unshareDrafts();
    unshareAttention();
    window.removeEventListener("online", retry);
    document.removeEventListener("visibilitychange", retry);
    socket.close();
  };
}
