import { expect, test } from "vitest";
import { inPortions } from "./portions";

test("many take several turns, so that others come in between", async () => {
  const items = Array.from({ length: 450 }, (_, at) => at);
  const done: number[] = [];
  const between: number[] = [];
  const working = inPortions(items, (item) => done.push(item));
  for (let turn = 0; turn < 2; turn += 1) {
    between.push(done.length);
    await new Promise((resolve) => setTimeout(resolve));
  }
  await working;
  expect(done).toEqual(items);
  expect(between).toEqual([200, 400]);
});
