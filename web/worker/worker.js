// Starts the client where no server answers. It keeps one version of it: the page, and every file that it may ask for.
// Files with a hash in their names are the same for ever, and a page names those of its own version; so a page and
// files that do not belong together never meet, whichever of them comes from the network. What the server says (/api)
// is none of its business.
const VERSION = "__VERSION__";
/** All files of the client, below the folder of this script. */
const FILES = __FILES__;
/** Those of them that the page itself names. */
const NAMED = __NAMED__;
const PREFIX = `wardroom ${self.registration.scope} `;
const CACHE = PREFIX + VERSION;
/** A page that is still open after an upgrade may ask for files of the version before. */
const KEPT_VERSIONS = 2;
/** How long a page may take that the network brings before the kept one is shown. */
const PATIENCE_MS = 4_000;

const base = new URL(self.registration.scope).pathname;
const files = new URL("./", self.location.href).pathname;
/** Paths below the base that are no pages, as the server has them. */
const notPages = /^(?:api|hooks|plugins|files|static|oauth|login\/sso)(?:\/|$)/;
const isHashed = (path) => /-[\w-]{8}\.\w+$/.test(path);

/** Gets the whole client, or nothing of it: a page of another version means that the server is being upgraded. */
async function install() {
  const page = await fetch(base, { cache: "no-store", credentials: "same-origin" });
  if (!page.ok || !page.headers.get("Content-Type")?.startsWith("text/html"))
    throw new Error("there is no page");
  const text = await page.clone().text();
  if (!NAMED.every((name) => text.includes(name))) throw new Error("the page is of another version");
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((name) => files + name));
  await cache.put(base, page);
}

/** Makes this version the one that is shown without a network. */
async function activate() {
  const mine = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = mine.filter((name) => name !== CACHE);
  await Promise.all(
    old.slice(0, Math.max(0, old.length - KEPT_VERSIONS + 1)).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

function later(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** The page from the network, or the kept one where the network brings none in time. */
async function page(request) {
  const fetching = fetch(request);
  const fresh = await Promise.race([fetching.catch(() => undefined), later(PATIENCE_MS)]);
  if (fresh && fresh.status < 500) return fresh;
  const kept = await (await caches.open(CACHE)).match(base);
  return kept ?? fresh ?? fetching;
}

/** A file that never changes: as it is kept by whichever version, or from the network, and then kept. */
async function file(request) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PREFIX)).reverse()) {
    const kept = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (kept) return kept;
  }
  const fresh = await fetch(request);
  if (fresh.ok) {
    const kept = fresh.clone();
    await (await caches.open(CACHE)).put(request, kept).catch(() => {});
  }
  return fresh;
}

/** A file that may change under its name: from the network as long as there is one. */
async function changing(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith(base))
    return;
  if (url.pathname.startsWith(files)) {
    event.respondWith(isHashed(url.pathname) ? file(request) : changing(request));
  } else if (request.mode === "navigate" && !notPages.test(url.pathname.slice(base.length))) {
    event.respondWith(page(request));
  }
});
// Of what a page has shown by the worker: it leads into a page that is open, or opens one.
self.addEventListener("notificationclick", (event) => {
  const { notification } = event;
  notification.close();
  event.waitUntil(lead(notification.data));
});

async function lead(address) {
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(address);
  await page.focus();
  return page.navigate(address);
}
