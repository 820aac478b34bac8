import type { Page, Request } from "playwright-core";

/** So long nothing changes on a page that is done. */
const REST_MS = 150;
/** What is not there by then does not come. */
const LATEST_MS = 12_000;

/** What each page has asked for and not got yet. */
const asked = new WeakMap<Page, Set<Request>>();

/** Notes from now on what a page asks for. */
export function watch(page: Page): void {
  const open = new Set<Request>();
  asked.set(page, open);
  page.on("request", (request) => open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
}

/** Opens an address anew. What the page before it asked for is nobody's any more. */
export async function load(page: Page, url: string): Promise<void> {
  asked.get(page)?.clear();
  await page.goto(url, { waitUntil: "domcontentloaded" });
}

/** Waits until a page has stood still for a moment and has nothing left to do. Says what changes where it never does. */
function rest(page: Page): Promise<string> {
  return page.evaluate(
    ([rest, latest]) =>
      new Promise<string>((resolve) => {
        let timer = 0;
        let last = "busy";
        const end = (why: string): void => {
          clearTimeout(timer);
          clearTimeout(limit);
          changes.disconnect();
          resolve(why);
        };
        const wait = (): void => {
          clearTimeout(timer);
          timer = window.setTimeout(() => requestIdleCallback(() => end(""), { timeout: latest / 2 }), rest);
        };
        const limit = window.setTimeout(() => end(last), latest);
        const changes = new MutationObserver(([change]) => {
          const { target } = change ?? {};
          const element = target instanceof Element ? target : target?.parentElement;
          last = `it changes: ${element?.outerHTML.slice(0, 140)}`;
          wait();
        });
        changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        wait();
      }),
    [REST_MS, LATEST_MS / 4] as const,
  );
}

/** Waits until a page is whole: nothing is on its way, no bones stand for anything, and nothing changes any more. */
export async function calm(page: Page): Promise<void> {
  const open = asked.get(page);
  const latest = Date.now() + LATEST_MS;
  for (;;) {
    const restless = await rest(page);
    const bones = await page.locator(".ui-bones, [aria-busy=true]").count();
    const urls = [...(open ?? [])].map((request) => request.url());
    if (restless === "" && bones === 0 && urls.length === 0) return;
    if (Date.now() > latest)
      throw new Error(`never done: ${restless}; ${bones} still loading; asked for ${urls.join(", ")}`);
  }
}
