import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { bind, setSingleKeys } from "./dispatch";
import { matches, type Press } from "./match";
import { shortcuts } from "./shortcuts";

const still = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false };
const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({
  key,
  code,
  ...still,
  ...held,
});

test("a letter is the one that is written, and on other scripts the one in its place", () => {
  expect(matches(press("k", "KeyK", { ctrlKey: true }), "Ctrl+K", false)).toBe(true);
  expect(matches(press("л", "KeyK", { ctrlKey: true }), "Ctrl+K", false)).toBe(true);
  expect(matches(press("a", "KeyQ", { ctrlKey: true }), "Ctrl+A", false)).toBe(true);
  expect(matches(press("k", "KeyK", { ctrlKey: true, shiftKey: true }), "Ctrl+K", false)).toBe(false);
});

test("Ctrl is Command on Apple's keyboards, and the other one is not", () => {
  expect(matches(press("k", "KeyK", { metaKey: true }), "Ctrl+K", true)).toBe(true);
  expect(matches(press("k", "KeyK", { ctrlKey: true }), "Ctrl+K", true)).toBe(false);
  expect(matches(press("k", "KeyK", { metaKey: true }), "Ctrl+K", false)).toBe(false);
});

test("a symbol is a symbol with or without Shift, and AltGr is never Ctrl and Alt", () => {
  expect(matches(press("?", "Slash", { shiftKey: true }), "?", false)).toBe(true);
  expect(matches(press("/", "Digit7", { shiftKey: true, ctrlKey: true }), "Ctrl+/", false)).toBe(true);
  const altGr = { ctrlKey: true, altKey: true, altGraph: true };
  expect(matches(press("e", "KeyE", altGr), "Ctrl+Alt+E", false)).toBe(false);
  expect(matches(press("\\", "Minus", altGr), "\\", false)).toBe(true);
});

const undo: (() => void)[] = [];
afterEach(() => {
  for (const one of undo.splice(0)) one();
  setSingleKeys(true);
  document.body.replaceChildren();
});

function type(key: string, target: Element = document.body): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}

test("one character does nothing in a text, in a dialog, or when it is switched off", () => {
  const done: string[] = [];
  undo.push(
    bind("help", () => {
      done.push("help");
      return undefined;
    }),
  );
  const dialog = document.createElement("dialog");
  dialog.append(document.createElement("button"));
  document.body.append(document.createElement("input"), dialog);
  expect(type("?", document.querySelector("input") ?? document.body)).toBe(false);
  expect(type("?", document.querySelector("button") ?? document.body)).toBe(false);
  setSingleKeys(false);
  expect(type("?")).toBe(false);
  expect(document.documentElement.dataset.singleKeys).toBe("off");
  setSingleKeys(true);
  expect(type("?")).toBe(true);
  expect(done).toEqual(["help"]);
});

test("the latest has the first word, and may pass it on", () => {
  const done: string[] = [];
  undo.push(
    bind("help", () => {
      done.push("app");
      return undefined;
    }),
  );
  undo.push(
    bind("help", () => {
      done.push("dialog");
      return false;
    }),
  );
  type("?");
  expect(done).toEqual(["dialog", "app"]);
});

test("the second key of two means that, whatever it means alone", () => {
  const done: string[] = [];
  for (const id of ["saveMessage", "saved"] as const)
    undo.push(
      bind(id, () => {
        done.push(id);
        return undefined;
      }),
    );
  type("g");
  type("s");
  type("s");
  expect(done).toEqual(["saved", "saveMessage"]);
});

test("what only writes leads to the message, and a key of something does not", () => {
  const done: string[] = [];
  undo.push(
    bind("compose", () => {
      done.push("compose");
      return undefined;
    }),
  );
  expect([type("x"), type("n"), type(" ")]).toEqual([false, false, false]);
  expect(done).toEqual(["compose"]);
  setSingleKeys(false);
  type("n");
  expect(done).toEqual(["compose", "compose"]);
});

test("what was done is undone from a dialog too, and never in a text", () => {
  const done: string[] = [];
  undo.push(
    bind("undo", () => {
      done.push("undo");
      return undefined;
    }),
  );
  document.body.innerHTML = "<dialog><button></button><textarea></textarea></dialog>";
  type("z", document.querySelector("textarea") ?? document.body);
  expect(done).toEqual([]);
  type("z", document.querySelector("button") ?? document.body);
  expect(done).toEqual(["undo"]);
});

test("every shortcut of the table is handled by somebody", () => {
  const all = join(import.meta.dirname, "../..");
  const source = readdirSync(all, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(all, name), "utf8"))
    .join("\n");
  const unhandled = Object.keys(shortcuts).filter((id) => !source.includes(`useShortcut("${id}"`));
  expect(unhandled).toEqual([]);
});
