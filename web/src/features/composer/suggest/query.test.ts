import { expect, test } from "vitest";
import { commandBegun, queryAt } from "./query";

const at = (text: string) => {
  const query = queryAt(text, text.length);
  return query && `${query.kind} ${query.typed} ${query.from}`;
};

test("signs ask for something at the beginning of a word", () => {
  expect(at("@")).toBe("person  0");
  expect(at("could you and @pri")).toBe("person pri 14");
  expect(at("(see ~time")).toBe("channel time 5");
  expect(at("done :ta")).toBe("emoji ta 5");
  expect(at("/ech")).toBe("command ech 0");
  expect(at("@josé")).toBe("person josé 0");
});

test("inside words, and in code, they ask for nothing", () => {
  expect(at("anna@example")).toBeUndefined();
  expect(at("at 10:30")).toBeUndefined();
  expect(at("one :t")).toBeUndefined();
  expect(at("`@anna")).toBeUndefined();
  expect(at("```\n@anna")).toBeUndefined();
  expect(at("a/b")).toBeUndefined();
  expect(at("/me waves")).toBeUndefined();
});

test("only what is before the caret counts", () => {
  expect(queryAt("@an and so on", 3)).toEqual({ kind: "person", typed: "an", from: 0, to: 3 });
});

test("behind its name a command has begun", () => {
  expect(commandBegun("/Echo ")).toBe("echo");
  expect(commandBegun("/echo")).toBeUndefined();
  expect(commandBegun("say /echo ")).toBeUndefined();
});
