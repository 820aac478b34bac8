/**
 * The path below which this site lives, without a slash at its end: `""`, or `/chat` where the server has a sub-path.
 * It is read off the address of this very script, which the server hands out below `{base}/static/`.
 */
export const basePath: string = (() => {
  const path = new URL(import.meta.url).pathname;
  const at = path.indexOf("/static/");
  return at < 0 ? "" : path.slice(0, at);
})();

/** The address of a file that comes with the page, by its name. */
export const fileAddress = (name: string): string => `${basePath}/static/${name}`;
