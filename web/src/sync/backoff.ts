const FIRST_MS = 3_000;
const LONGEST_MS = 300_000;
/** Tries that come at an even pace before they become rarer. */
const EVEN_TRIES = 7;
const JITTER_MS = 2_000;

/** How long to wait before the next try, after so many that failed. `chance` is between 0 and 1. */
export function backoff(failures: number, chance: number): number {
  const wait = failures <= EVEN_TRIES ? FIRST_MS : Math.min(FIRST_MS * failures * failures, LONGEST_MS);
  return wait + chance * JITTER_MS;
}
