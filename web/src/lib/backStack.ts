import type { AroundNavHandler } from "wouter";
import { navigate } from "wouter/use-browser-location";
import { basePath } from "./base";

/** What the history keeps with a page of ours. */
export interface Entry {
  /** The paths that lie beneath it, the nearest last. */
  below: string[];
  /** What lies over the page, where there is room for one thing only. */
  over?: unknown;
}

const MOST = 30;

/** What the history keeps with the page that is shown. */
export function entry(): Entry {
  return { below: [], ...history.state };
}

/** The paths beneath whatever is put on top of this page. */
export function belowNext(): string[] {
  return [...entry().below, location.pathname].slice(-MOST);
}

/** Every way from page to page: the history remembers what it came from. */
export const goOn: AroundNavHandler = (go, to, options) =>
  go(to, { ...options, state: { below: options?.replace ? entry().below : belowNext() } });

/** Goes where a link of ours leads in place of the browser, unless the link is to be opened in another tab. */
export function follow(
  event: Pick<MouseEvent, "button" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey" | "preventDefault">,
  address: string,
  go = (to: string): void => goOn(navigate, basePath + to),
): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(address);
}

/** Goes back in the history to the nearest page that is meant; where there is none, that one takes the place of this. */
export function goBack(isMeant: (path: string) => boolean, otherwise: string): void {
  const { below } = entry();
  const at = below.findLastIndex(isMeant);
  if (at < 0) goOn(navigate, basePath + otherwise, { replace: true });
  else history.go(at - below.length);
}

/** Goes back to a page above this one. */
export function goUp(address: string): void {
  goBack((path) => path === basePath + address, address);
}

/** Goes back to where one was before some pages that lie beneath one address. */
export function leave(address: string): void {
  goBack((path) => !path.startsWith(basePath + address), "/");
}
