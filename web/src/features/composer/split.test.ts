import { expect, test } from "vitest";
import { splitText } from "./split";

const lengths = (pieces: string[]): number[] => pieces.map((piece) => [...piece].length);

test("a text that fits is one message", () => {
  expect(splitText("short ", 100)).toEqual(["short"]);
});

test("long ones are cut between paragraphs, lines or words, and lose no word", () => {
  const paragraph = "words and more words. ".repeat(3).trim();
  const text = Array.from({ length: 12 }, () => paragraph).join("\n\n");
  const pieces = splitText(text, 200);
  expect(Math.max(...lengths(pieces))).toBeLessThanOrEqual(200);
  expect(pieces.every((piece) => piece.startsWith("words") && piece.endsWith("."))).toBe(true);
  expect(pieces.join(" ").split(/\s+/)).toEqual(text.split(/\s+/));
});

test("what has no place to cut is cut anywhere, between characters", () => {
  const pieces = splitText("👍🏽".repeat(200), 100);
  expect(Math.max(...lengths(pieces))).toBeLessThanOrEqual(100);
  expect(pieces.join("")).toBe("👍🏽".repeat(200));
  expect(pieces.join("")).not.toContain("\ufffd");
});

test("a fence that is cut is closed, and opened again with its language", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `let value${index} = ${index};`);
  const pieces = splitText(`look:\n\`\`\`rust\n${lines.join("\n")}\n\`\`\``, 200);
  expect(pieces.length).toBeGreaterThan(2);
  expect(Math.max(...lengths(pieces))).toBeLessThanOrEqual(200);
  for (const piece of pieces) expect(piece.match(/^```/gm)).toHaveLength(2);
  expect(pieces.slice(1).every((piece) => piece.startsWith("```rust\n"))).toBe(true);
  expect(pieces.flatMap((piece) => piece.match(/let value\d+ = \d+;/g) ?? [])).toEqual(lines);
});
