import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Frame } from "@/sync";
import { fakeServer } from "./events/fakeServer";
import { stateOf, whereTheyDiffer } from "./events/state";

/** What the server was recorded to say: see the README there. */
const folder = join(import.meta.dirname, "../../tests/events");

/** Answers by call. Nothing (`null`) stands where a call has no answer any more. */
type Answers = Record<string, unknown>;

interface Recording {
  about: string;
  /** What differs from the start of every scene. */
  before: Answers;
  events: Omit<Frame, "seq">[];
  /** What differs from before. */
  after: Answers;
}

const read = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
const start: Answers = read("start");
const recorded = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && name !== "start.json")
  .map((name) => name.replace(".json", ""));

/** The clock of the recordings, a while after all of them. */
const LATER = 1_800_000_600_000;
/** Longer than anything here waits before it asks. */
const QUIET_MS = 10_000;

/** The first client takes a while to be read. */
const LONG_MS = 60_000;

const server = fakeServer();

beforeEach(() => {
  vi.useFakeTimers({ now: LATER });
  vi.stubGlobal("fetch", server.fetch);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** What is open beside the channel. */
interface View {
  /** Whether the inbox of threads has been opened, and every thread that there was before. */
  showsThreads: boolean;
}

/** A client that has just started, with what the server answers now. */
async function startClient(answers: Answers, { showsThreads }: View, roots: string[]) {
  server.answer(answers);
  vi.resetModules();
  const [{ loadAll }, { applyEvent }, { channels }, people, posts, threads] = await Promise.all([
    import("@/app/connection"),
    import("@/app/events"),
    import("@/features/channels"),
    import("@/features/people/actions"),
    import("@/features/posts"),
    import("@/features/threads"),
  ]);
  // A thread that is gone cannot be opened.
  const open = (root: string): Promise<void> => posts.openThreadPosts(root).catch(() => {});
  channels.set({ open: "channel" });
  const stop = ["alice", "bob"].map((id) => people.showPresence(id));
  await settled(loadAll());
  if (showsThreads) {
    await settled(Promise.all([threads.loadThreads("team"), ...roots.map(open)]));
  }
  return {
    hear: async (events: Recording["events"]) => {
      for (const [seq, event] of events.entries()) applyEvent({ ...event, seq });
      await settled(Promise.resolve());
    },
    recount: async () => {
      threads.recountThreads();
      await settled(Promise.resolve());
    },
    state: stateOf,
    end: () => {
      for (const one of stop) one();
    },
  };
}

/** Waits until nothing is asked for any more. */
async function settled(work: Promise<unknown>): Promise<void> {
  await Promise.all([work, vi.advanceTimersByTimeAsync(QUIET_MS)]);
}

const views: View[] = [{ showsThreads: false }, { showsThreads: true }];

for (const name of recorded) {
  const recording: Recording = read(name);
  const before = { ...start, ...recording.before };
  const after = { ...before, ...recording.after };
  const roots = Object.keys(before).flatMap((call) => /^GET \/posts\/(.*)\/thread/.exec(call)?.[1] ?? []);

  test.each(views)(
    `${name}: ${recording.about} (%o)`,
    async (view) => {
      const fresh = await startClient(after, view, roots);
      const expected = await fresh.state();
      // While everything is asked for, events wait, and then meet answers that have seen them.
      await fresh.hear(recording.events);
      await fresh.recount();
      const twice = whereTheyDiffer(await fresh.state(), expected);
      fresh.end();

      const client = await startClient(before, view, roots);
      server.answer(after);
      await client.hear(recording.events);
      const told = whereTheyDiffer(await client.state(), expected);
      client.end();

      expect({ told, twice, unanswered: server.unanswered() }).toEqual({
        told: [],
        twice: [],
        unanswered: [],
      });
    },
    LONG_MS,
  );
}

/** Events that have no recording, and why. */
const unrecorded: Record<string, string> = {};

test("every event that a feature knows has a recording, and every recording is of one", async () => {
  const { tables } = await import("@/app/events");
  const known = new Set(tables.flatMap((table) => Object.keys(table)));
  expect([...recorded, ...Object.keys(unrecorded)].sort()).toEqual([...known].sort());
  for (const name of recorded) {
    const { events }: Recording = read(name);
    expect(
      events.some(({ event }) => event === name),
      name,
    ).toBe(true);
  }
});
