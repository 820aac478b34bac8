import { channels, isDirect, loadChannels, teammateOf } from "@/features/channels";
import { shareDrafts } from "@/features/drafts";
import { loadUsers, recallUsers } from "@/features/people";
import { loadPosts, posts, showKept } from "@/features/posts";
import { session } from "@/features/session";
import { loadTeamNames } from "@/features/teams";
import { closeLocalStore, openLocalStore, readLater } from "@/lib/localStore";
import { resetSlices } from "@/lib/slice";
import { holdBack } from "@/lib/start";
import { clearOutbox, restoreOutbox } from "@/sync";
import type { Live } from "./connection";
import { loadMe } from "./me";
import { channelHere } from "./place";

/** So long a first screen waits for its messages before it shows without them. */
const FRAME_MS = 200;
const RELOAD_MS = 3_000;

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

/** What keeps the connection: needed once the first screen is there, and asked for until it comes. */
async function loadConnection(): Promise<typeof import("./connection")> {
  try {
    return await import("./connection");
  } catch {
    session.set((state) => ({ lostAt: state.lostAt || Date.now() }));
    await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
    return loadConnection();
  }
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
  const coming = loadConnection();
  await readLater().catch(() => {});
  const { connect } = await coming;
  const live = connect(user);
  return {
    ...live,
    stop: () => {
      live.stop();
      unshareDrafts();
    },
  };
}
