import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Numbers that look like chance, the same for the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  }
}

export interface Round {
  number: number;
  chance: Chance;
}

/** What is done in the rounds of a run: `SEED` decides. */
const seed = Number(process.env.SEED ?? 1);

/**
 * Some rounds, each with chances of its own. A long run (`WARDROOM_SOAK_STATE`) remembers which are done, and goes on
 * after the last one when it was interrupted.
 */
export function* rounds(name: string, count: number): Generator<Round> {
  const folder = process.env.WARDROOM_SOAK_STATE;
  const mark = folder ? join(folder, name) : undefined;
  const done = mark && existsSync(mark) ? Number(readFileSync(mark, "utf8")) : 0;
  for (let number = done; number < count; number += 1) {
    yield { number, chance: new Chance(seed * 1_000_003 + number) };
    if (mark) writeFileSync(mark, String(number + 1));
  }
}

/** Says what a long run has done, in the words that `make soak` shows. */
export function tell(what: string): void {
  if (process.env.WARDROOM_SOAK_STATE) process.stdout.write(`soak: ${what}\n`);
}
