import { expect, test } from "vitest";
import { folding, narrowing } from "./ranking";

interface Thing {
  name: string;
  weight: number;
}

const things = ["anna", "annika", "anton", "bea", "ann"].map((name, at): Thing => ({ name, weight: at % 2 }));

function ranking(looked: string[] = [], isEnough?: (score: number) => boolean) {
  return narrowing(
    things,
    (thing, term: string) => {
      looked.push(thing.name);
      return thing.name.startsWith(term) ? thing.weight : undefined;
    },
    (term, before) => term.startsWith(before),
    isEnough,
  );
}

const names = (found: { item: Thing }[]): string => found.map(({ item }) => item.name).join(" ");

test("the best come first, equals in their order, and no more than are asked for", () => {
  expect(names(ranking()("an", 10))).toBe("annika anna anton ann");
  expect(names(ranking()("an", 2))).toBe("annika anna");
  expect(names(ranking()("an", 0))).toBe("");
});

test("what is not wanted leaves its place to others, and is there again when it is", () => {
  const rank = ranking();
  expect(names(rank("an", 2, ({ name }) => name !== "annika"))).toBe("anna anton");
  expect(names(rank("an", 2))).toBe("annika anna");
});

test("with more letters only what fitted fewer is looked at, and with others everything", () => {
  const looked: string[] = [];
  const rank = ranking(looked);
  rank("an", 1);
  looked.length = 0;
  expect(names(rank("ann", 1))).toBe("annika");
  expect(looked).toEqual(["anna", "annika", "anton", "ann"]);
  looked.length = 0;
  expect(names(rank("b", 1))).toBe("bea");
  expect(looked).toHaveLength(things.length);
});

test("nothing is looked at after those than which nothing is better, until more letters ask for it", () => {
  const looked: string[] = [];
  const rank = ranking(looked, (score) => score >= 1);
  expect(names(rank("a", 1))).toBe("annika");
  expect(looked).toEqual(["anna", "annika"]);
  looked.length = 0;
  expect(names(rank("ann", 2))).toBe("annika anna");
  expect(looked).toEqual(["anna", "annika", "anton", "bea", "ann"]);
});

test("texts are folded once for each thing", () => {
  let count = 0;
  const foldedOf = folding((thing: Thing) => {
    count += 1;
    return [thing.name, "Tomáš"];
  });
  const thing = { name: "DVOŘÁK", weight: 0 };
  expect(foldedOf(thing)).toEqual({ texts: ["dvorak", "tomas"], all: "dvorak\ntomas" });
  expect(foldedOf(thing)).toBe(foldedOf(thing));
  expect(count).toBe(1);
});
