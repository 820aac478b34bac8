import { expect, test } from "vitest";
import { best } from "./best";

test("the best of many are what a sorted list begins with, equals as they came", () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let round = 0; round < 200; round += 1) {
    const items = Array.from({ length: random(40) }, (_, at) => ({ at, rank: random(6) }));
    const most = random(12);
    const compare = (one: { rank: number }, other: { rank: number }): number => one.rank - other.rank;
    expect(best(items, most, compare)).toEqual([...items].sort(compare).slice(0, most));
  }
});
