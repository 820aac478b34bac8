import { expect, test } from "vitest";
import { type CodeLines, highlight } from "./highlight";
import { grammarFor, sources } from "./languages";

const textOf = (lines: CodeLines): string =>
  lines.map((line) => line.map((piece) => piece.text).join("")).join("\n");

test("every language is there, takes any text, and loses no character of it", {
  timeout: 60_000,
}, async () => {
  const names = Object.keys(sources);
  expect(names.length).toBeGreaterThanOrEqual(30);
  const text = '<b>&amp; "x"</b>\n\n\t# /* 1 \'a` $ {y} -- */\r\nfn main() {}\n';
  for (const name of names) {
    const lines = await highlight(text, name);
    expect(lines && textOf(lines), name).toBe(text);
  }
});

test("keywords, strings, numbers, names and comments are told apart", async () => {
  const lines = await highlight('// why\nfn main() -> u8 { let a = "x"; 42 }', "rs");
  const kinds = new Map(lines?.flat().map((piece) => [piece.text, piece.kind]));
  expect(kinds.get("// why")).toBe("com");
  expect(kinds.get("fn")).toBe("key");
  expect(kinds.get("main")).toBe("fn");
  expect(kinds.get('"x"')).toBe("str");
  expect(kinds.get("42")).toBe("num");
});

test("a language inside another is highlighted as itself", async () => {
  const lines = await highlight("<style>b { color: red; }</style>", "html");
  expect(lines?.flat().some((piece) => piece.text === "color" && piece.kind === "type")).toBe(true);
});

test("comments over several lines keep their colour on each", async () => {
  const lines = await highlight("/* one\ntwo */ let x", "ts");
  expect(lines?.[0]).toEqual([{ text: "/* one", kind: "com" }]);
  expect(lines?.[1]?.[0]).toEqual({ text: "two */", kind: "com" });
});

test("what people write after a fence finds its grammar, and nothing else does", async () => {
  expect(["TypeScript", "yml", "c++", "toml", "SH"].map(grammarFor)).toEqual([
    "typescript",
    "yaml",
    "cpp",
    "ini",
    "bash",
  ]);
  expect(["", "brainwave", "constructor", "__proto__", "toString"].map(grammarFor)).toEqual(
    Array(5).fill(undefined),
  );
  expect(await highlight("x", "brainwave")).toBeUndefined();
  expect(await highlight("x".repeat(20_001), "js")).toBeUndefined();
});
