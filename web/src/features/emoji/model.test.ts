import { expect, test } from "vitest";
import { readUses, recentNames, withUse } from "./model";

test("what was used last comes first, and counts on", () => {
  const uses = withUse(withUse(withUse([], "tada"), "rocket"), "tada");
  expect(uses).toEqual([
    { name: "rocket", usageCount: 1 },
    { name: "tada", usageCount: 2 },
  ]);
  expect(recentNames(uses, 4)).toEqual(["tada", "rocket", "+1", "eyes"]);
});

test("what another client wrote otherwise counts as nothing", () => {
  expect(readUses("no list")).toEqual([]);
  expect(readUses('{"a":1}')).toEqual([]);
  expect(readUses('[{"name":"eyes"},7,null]')).toEqual([{ name: "eyes", usageCount: 1 }]);
});

test("no more are kept than a picker shows", () => {
  let uses = readUses(undefined);
  for (let index = 0; index < 60; index += 1) uses = withUse(uses, `e${index}`);
  expect(uses).toHaveLength(27);
  expect(uses.at(-1)?.name).toBe("e59");
});
