import { ApiError, api, setConnectionId } from "@/api";
import {
  channels,
  doubtMemberCounts,
  isDirect,
  loadCategories,
  loadChannels,
  loadMemberCount,
  teammateOf,
  withoutChannel,
} from "@/features/channels";
import { shareDrafts } from "@/features/drafts";
import { shareAttention, tellWhile } from "@/features/notifications";
import { learn, loadUsers, recallUsers, refreshPresence, refreshUsers } from "@/features/people";
import { doubtPosts, loadPosts, openPosts, posts, showKept } from "@/features/posts";
import { loadRolesAnew, loadSession, session } from "@/features/session";
import { loadTeamNames, loadTeams, teams } from "@/features/teams";
import { loadThreads, loadThreadTotals, recountThreads, threads } from "@/features/threads";
import { tellTypingThrough } from "@/features/typing";
import { closeLocalStore, openLocalStore, readLater } from "@/lib/localStore";
import { resetSlices } from "@/lib/slice";
import { holdBack } from "@/lib/start";
import {
  adoptOutbox,
  clearOutbox,
  flushOutbox,
  frameQueue,
  restoreOutbox,
  type SharedSocket,
  shareSocket,
} from "@/sync";
import { applyEvent } from "./events";
import { channelHere } from "./place";

const RELOAD_MS = 3_000;
const PRESENCE_MS = 60_000;
/** So long a first screen waits for its messages before it shows without them. */
const FRAME_MS = 200;

/** Asks for who I am. */
async function loadMe(): Promise<void> {
  await loadSession();
  const { me } = session.get();
  if (me) learn([me]);
}

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

/**
 * Asks, where nothing is kept, for the little that a first screen needs. What may have happened meanwhile is known with all
 * else, which is asked for once the connection stands.
 */
async function loadFirst(user: string): Promise<void> {
  await Promise.all([loadChannels(user, loadMe()), loadTeamNames()]);
  const open = channelHere();
  if (open === undefined) return;
  const coming = loadPosts(open).then(() => loadUsers(firstPeople(open)));
  // Drawing the frame keeps a page busy: where its messages come at once, both are drawn together.
  await Promise.race([coming, new Promise((resolve) => setTimeout(resolve, FRAME_MS))]);
  session.set({ isReady: true });
  await coming;
}

/** Shows the first screen as it is kept: of people those whom it names. */
async function recallFirst(): Promise<void> {
  const knowing = recallUsers(teammates());
  // Only whom one talks with is found by a name that has to be known first.
  if (channelHere() === undefined) await knowing;
  const open = channelHere();
  if (open === undefined) return;
  await Promise.all([knowing, showKept(open)]);
  await recallUsers(firstPeople(open));
}

const teammates = (): string[] => Object.values(channels.get().channels).filter(isDirect).map(teammateOf);

/** Whose names are seen at first: those of who wrote in the open channel, and of whom I talk with. */
function firstPeople(open: string): string[] {
  const { posts: all, stretches } = posts.get();
  const authors = (stretches[open]?.ids ?? []).map((id) => all[id]?.user_id ?? "").reverse();
  return [session.get().me?.id ?? "", ...authors, ...teammates()];
}

/** Waits until the browser has drawn what is there, which it does not in a hidden page. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      document.removeEventListener("visibilitychange", done);
      setTimeout(resolve);
    };
    if (document.visibilityState !== "visible") return done();
    document.addEventListener("visibilitychange", done);
    requestAnimationFrame(() => requestAnimationFrame(done));
  });
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
interface Live {
  /** The session has ended: nothing is asked for, and nothing counts as read, until somebody is back. */
  pause(): void;
  /** There is a session again. What was missed is asked for, and what waits is sent. */
  goOn(): void;
  /** Ends it, and forgets what was shown. */
  stop(): void;
}

/** The end of what was live before: nobody is shown what belongs to somebody else. */
let ended: Promise<void> = Promise.resolve();

/** Shows what is kept of a user or asked for first, connects, and keeps the state true from then on. */
export function goLive(user: string): Live {
  const release = holdBack();
  const started = ended.then(() => start(user, release)).finally(release);
  return {
    pause: () => void started.then((live) => live.pause()),
    goOn: () => void started.then((live) => live.goOn()),
    stop: () => {
      ended = started.then(async (live) => {
        live.stop();
        await closeLocalStore();
        clearOutbox();
        resetSlices();
      });
    },
  };
}

/** Asks who is there, where somebody sees it. */
function lookAround(): void {
  if (document.visibilityState === "visible" && session.get().isCurrent) void refreshPresence();
}

async function start(user: string, onDrawn: () => void): Promise<Live> {
  await openLocalStore(user);
  const unshareDrafts = shareDrafts(user);
  // What is not to be had now comes with all else, once there is a connection.
  await (session.get().me ? recallFirst() : loadFirst(user)).catch(() => {});
  // Only beside the messages that are there is seen which of what waits has arrived.
  await restoreOutbox();
  session.set({ isReady: true });
  await drawn();
  onDrawn();
  await readLater().catch(() => {});
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

  const connect = (): SharedSocket =>
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
  let socket = connect();
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
      socket = connect();
      flushOutbox();
    },
    stop: () => {
      isStopped = true;
      pause();
      clearInterval(looking);
      unshareDrafts();
      unshareAttention();
      window.removeEventListener("online", retry);
      document.removeEventListener("visibilitychange", retry);
    },
  };
}
