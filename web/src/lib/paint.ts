/** The longest that a paint is waited for: a hidden page has none. */
const MOST_MS = 100;

/** Resolves once what has just been changed is on the screen. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, MOST_MS);
  });
}
