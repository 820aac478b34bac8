import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";

const source = readFileSync(join(import.meta.dirname, "../worker/worker.js"), "utf8");
const SITE = "https://example.org";
const BASE = `${SITE}/chat/`;

/** What the browser keeps: by the name of the cache and the address. */
let kept: Map<string, Map<string, Response>>;
/** What the network gives; nothing for an address is no network. */
let network: Map<string, () => Response>;

const addressOf = (request: RequestInfo | URL): string =>
  new URL(typeof request === "object" && "url" in request ? request.url : String(request), SITE).href;

async function fromNetwork(request: RequestInfo | URL): Promise<Response> {
  const answer = network.get(addressOf(request));
  if (!answer) throw new TypeError("no network");
  return answer();
}

const caches = {
  keys: async () => [...kept.keys()],
  delete: async (name: string) => kept.delete(name),
  open: async (name: string) => {
    const cache = kept.get(name) ?? new Map<string, Response>();
    kept.set(name, cache);
    return {
      match: async (request: RequestInfo) => cache.get(addressOf(request))?.clone(),
      put: async (request: RequestInfo, response: Response) => void cache.set(addressOf(request), response),
      addAll: async (addresses: string[]) => {
        const answers = await Promise.all(addresses.map((one) => fromNetwork(one)));
        answers.forEach((answer, index) => {
          if (!answer.ok) throw new TypeError("not there");
          cache.set(addressOf(addresses[index] ?? ""), answer);
        });
      },
    };
  },
};

interface WorkerEvent {
  notification?: { data: string; close(): void };
  request?: { url: string; method: string; mode: string };
  waitUntil?(work: Promise<unknown>): void;
  respondWith?(answer: Promise<Response>): void;
}

/** Runs the worker of a version, and gives the way to its events. */
function start(
  version: string,
): (
  name: string,
  request?: WorkerEvent["request"],
  notification?: WorkerEvent["notification"],
) => Promise<Response | undefined> {
  const handlers = new Map<string, (event: WorkerEvent) => void>();
  const self = {
    registration: { scope: BASE },
    location: new URL(`${BASE}static/worker.js`),
    clients: {
      claim: async () => {},
      matchAll: async () => pages,
      openWindow: async (address: string) => void opened.push(address),
    },
    skipWaiting: async () => {},
    addEventListener: (name: string, handler: (event: WorkerEvent) => void) => handlers.set(name, handler),
  };
  const code = source
    .replace("__VERSION__", version)
    .replace("__FILES__", JSON.stringify([`index-${version}.js`, "look.js"]))
    .replace("__NAMED__", JSON.stringify([`index-${version}.js`]));
  new Function("self", "caches", "fetch", "setTimeout", code)(self, caches, fromNetwork, () => {});
  return async (name, request, notification) => {
    let work: Promise<unknown> | undefined;
    handlers.get(name)?.({
      ...(request ? { request } : {}),
      ...(notification ? { notification } : {}),
      waitUntil: (waited) => {
        work = waited;
      },
      respondWith: (answer) => {
        work = answer;
      },
    });
    const done = await work;
    return done instanceof Response ? done : undefined;
  };
}

/** What is open of the site, and what is opened. */
let pages: { focus(): Promise<void>; navigate(address: string): Promise<void> }[] = [];
let opened: string[] = [];

/** The server has a version of the client. */
function serve(version: string): void {
  const html = { headers: { "Content-Type": "text/html" } };
  network.set(BASE, () => new Response(`<script src="/chat/static/index-${version}.js">`, html));
  network.set(`${BASE}team`, () => new Response(`page of ${version}`, html));
  network.set(`${BASE}static/index-${version}.js`, () => new Response(`script of ${version}`));
  network.set(`${BASE}static/look.js`, () => new Response(`look of ${version}`));
}

const page = (path: string) => ({ url: `${BASE}${path}`, method: "GET", mode: "navigate" });
const file = (name: string) => ({ url: `${BASE}static/${name}`, method: "GET", mode: "cors" });
const text = async (answer: Promise<Response | undefined>): Promise<string | undefined> =>
  (await answer)?.text();

beforeEach(() => {
  kept = new Map();
  network = new Map();
  pages = [];
  opened = [];
});

test("without a network every page is the kept one, with the files that it names", async () => {
  serve("aaaaaaaa");
  const tell = start("aaaaaaaa");
  await tell("install");
  await tell("activate");
  network.clear();
  expect(await text(tell("fetch", page("team/channels/plans")))).toContain("index-aaaaaaaa.js");
  expect(await text(tell("fetch", file("index-aaaaaaaa.js")))).toBe("script of aaaaaaaa");
  expect(await text(tell("fetch", file("look.js")))).toBe("look of aaaaaaaa");
});

test("with a network the page comes from there, and what may change under its name too", async () => {
  serve("aaaaaaaa");
  const tell = start("aaaaaaaa");
  await tell("install");
  serve("bbbbbbbb");
  expect(await text(tell("fetch", page("team")))).toBe("page of bbbbbbbb");
  expect(await text(tell("fetch", file("look.js")))).toBe("look of bbbbbbbb");
  expect(await text(tell("fetch", file("index-bbbbbbbb.js")))).toBe("script of bbbbbbbb");
});

test("a server that answers with an error has its page replaced by the kept one", async () => {
  serve("aaaaaaaa");
  const tell = start("aaaaaaaa");
  await tell("install");
  network.set(`${BASE}team`, () => new Response("bad gateway", { status: 502 }));
  expect(await text(tell("fetch", page("team")))).toContain("index-aaaaaaaa.js");
});

test("a worker whose page is of another version keeps nothing, and so does one that misses a file", async () => {
  serve("bbbbbbbb");
  await expect(start("aaaaaaaa")("install")).rejects.toThrow("another version");
  expect([...kept.values()].flatMap((cache) => [...cache])).toEqual([]);
  network.delete(`${BASE}static/look.js`);
  await expect(start("bbbbbbbb")("install")).rejects.toThrow();
  expect([...kept.values()].flatMap((cache) => [...cache])).toEqual([]);
});

test("a page that is still open finds the files of its version after an upgrade, though not for ever", async () => {
  for (const version of ["aaaaaaaa", "bbbbbbbb"]) {
    serve(version);
    const tell = start(version);
    await tell("install");
    await tell("activate");
  }
  network.clear();
  expect(await text(start("bbbbbbbb")("fetch", file("index-aaaaaaaa.js")))).toBe("script of aaaaaaaa");
  kept.set("of another site", new Map());
  serve("cccccccc");
  const tell = start("cccccccc");
  await tell("install");
  await tell("activate");
  expect([...kept.keys()]).toEqual([
    `wardroom ${BASE} bbbbbbbb`,
    "of another site",
    `wardroom ${BASE} cccccccc`,
  ]);
});

test("what the server says, and what is no page, is none of the worker's business", async () => {
  const tell = start("aaaaaaaa");
  for (const path of ["api/v4/users/me", "files/x", "plugins/x", "hooks/x", "oauth/authorize"]) {
    expect(await tell("fetch", page(path))).toBeUndefined();
  }
  expect(await tell("fetch", { ...page("team"), method: "POST" })).toBeUndefined();
  expect(await tell("fetch", { ...page("team"), url: `${SITE}/other/` })).toBeUndefined();
});

test("a notification leads to its message: in a page that is open, or in a new one", async () => {
  const tell = start("aaaaaaaa");
  const told: string[] = [];
  const press = () =>
    tell("notificationclick", undefined, { data: "/chat/team/pl/p", close: () => void told.push("closed") });
  await press();
  expect(opened).toEqual(["/chat/team/pl/p"]);
  pages = [
    { focus: async () => void told.push("focus"), navigate: async (address) => void told.push(address) },
  ];
  await press();
  expect(opened).toHaveLength(1);
  expect(told).toEqual(["closed", "closed", "focus", "/chat/team/pl/p"]);
});
