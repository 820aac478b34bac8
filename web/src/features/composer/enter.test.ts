import { expect, test } from "vitest";
import { isInFence } from "./code";
import { enterDoes } from "./enter";

const press = {
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 13,
};
const usual = { ctrlSends: false, fenceHolds: true };

test("Enter sends, Shift+Enter does not, and one that ends a composition does neither", () => {
  expect(enterDoes(press, "hello", 5, usual)).toBe("send");
  expect(enterDoes({ ...press, shiftKey: true }, "hello", 5, usual)).toBe("line");
  expect(enterDoes({ ...press, isComposing: true }, "こんにちは", 5, usual)).toBe("nothing");
  expect(enterDoes({ ...press, isComposing: true, ctrlKey: true }, "한", 1, usual)).toBe("nothing");
  expect(enterDoes({ ...press, keyCode: 229 }, "中文", 2, usual)).toBe("nothing");
});

test("an account may have only Ctrl+Enter send", () => {
  const rules = { ctrlSends: true, fenceHolds: true };
  expect(enterDoes(press, "hello", 5, rules)).toBe("line");
  expect(enterDoes({ ...press, ctrlKey: true }, "hello", 5, rules)).toBe("send");
});

test("inside a fence Enter is a line, and Ctrl+Enter still sends", () => {
  const open = "look:\n```rust\nfn main() {";
  expect(enterDoes(press, open, open.length, usual)).toBe("line");
  expect(enterDoes(press, open, open.length, { ...usual, fenceHolds: false })).toBe("send");
  expect(enterDoes({ ...press, ctrlKey: true }, open, open.length, usual)).toBe("send");
  const closed = `${open}\n\`\`\`\n`;
  expect(enterDoes(press, closed, closed.length, usual)).toBe("send");
  expect(enterDoes(press, closed, open.length, usual)).toBe("line");
});

test("a fence ends with as many signs as it began with, of the same kind", () => {
  expect(isInFence("````\n```\n", 9)).toBe(true);
  expect(isInFence("~~~\n```\n", 8)).toBe(true);
  expect(isInFence("```\n``` no end\n", 15)).toBe(true);
  expect(isInFence("a ``` b", 7)).toBe(false);
});
