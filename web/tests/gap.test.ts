import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { fakeServer } from "./events/fakeServer";

/** What the client does when it may have missed events: it asks for everything anew. */
const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../tests/events/${name}.json`), "utf8"));
const start: Record<string, unknown> = read("start");

/** The first client takes a while to be read. */
vi.setConfig({ testTimeout: 60_000 });

const server = fakeServer();

// It stays: people are asked for a moment later, when the test that does so has ended.
vi.stubGlobal("fetch", server.fetch);

beforeEach(() => {
  vi.resetModules();
});

async function client() {
  const [{ loadAll }, { channels }, { loadThreads, threads }] = await Promise.all([
    import("@/app/connection"),
    import("@/features/channels"),
    import("@/features/threads"),
  ]);
  return { loadAll, channels, loadThreads, threads };
}

test("an inbox of threads that has been opened lists what came meanwhile, in its order", async () => {
  const { before, after } = read("thread_updated");
  server.answer({ ...start, ...before, ...after });
  const fresh = await client();
  await fresh.loadAll();
  await fresh.loadThreads("team");
  const expected = structuredClone(fresh.threads.get());

  vi.resetModules();
  server.answer({ ...start, ...before });
  const { loadAll, loadThreads, threads } = await client();
  await loadAll();
  await loadThreads("team");
  expect(threads.get()).not.toEqual(expected);
  server.answer({ ...start, ...before, ...after });
  await loadAll();
  expect(threads.get()).toEqual(expected);
});

test("an open channel goes when I have been taken out of it meanwhile, and stays when I only look at it", async () => {
  const [call = ""] = Object.keys(start).filter((one) => one.includes("/channel_members"));
  const [mine = ""] = Object.keys(start).filter((one) => one.includes("/users/me/channels"));
  const without = <Item>(all: unknown, isIt: (one: Item) => boolean): Item[] =>
    (all as Item[]).filter((one) => !isIt(one));
  const out = {
    ...start,
    [call]: without<{ channel_id: string }>(start[call], (one) => one.channel_id === "channel"),
    [mine]: without<{ id: string }>(start[mine], (one) => one.id === "channel"),
  };
  server.answer(start);
  const { loadAll, channels } = await client();
  await loadAll();
  channels.set({ open: "channel" });
  const channel = channels.get().channels.channel;
  server.answer(out);
  await loadAll();
  expect(channels.get().channels.channel).toBeUndefined();

  channels.set((state) => ({ channels: { ...state.channels, ...(channel ? { channel } : {}) } }));
  await loadAll();
  expect(channels.get().channels.channel).toEqual(channel);
});

test("a channel that I may not read any more goes, and is not asked for again and again", async () => {
  const [page] = Object.keys(start).filter((call) => /\/channels\/channel\/posts/.test(call));
  server.answer({ ...start, [page ?? ""]: { id: "api.context.permissions.app_error", status_code: 403 } });
  const { loadAll, channels } = await client();
  channels.set({ open: "channel" });
  // Who loads everything tries again only where that fails.
  await loadAll();
  expect(channels.get().channels.channel).toBeUndefined();
  expect(Object.keys(channels.get().channels).length).toBeGreaterThan(0);
});
