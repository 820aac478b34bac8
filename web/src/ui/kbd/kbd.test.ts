import { expect, test } from "vitest";
import { setLanguage } from "@/i18n";
import { ariaKeys, keyNames } from "./keys";

test("keys carry the names of the reader's keyboard", () => {
  expect(keyNames("Ctrl+Shift+K", false)).toEqual(["Ctrl", "Shift", "K"]);
  expect(keyNames("Ctrl+Shift+K", true)).toEqual(["⌘", "⇧", "K"]);
  expect(keyNames("Alt+ArrowUp", false)).toEqual(["Alt", "↑"]);
});

test("German keyboards have words of their own", async () => {
  await setLanguage("de");
  expect(keyNames("Ctrl+Delete", false)).toEqual(["Strg", "Entf"]);
  expect(keyNames("Ctrl+Delete", true)).toEqual(["⌘", "⌫"]);
  await setLanguage("en");
});

test("plus is a key too", () => {
  expect(keyNames("+", false)).toEqual(["+"]);
  expect(keyNames("Ctrl++", false)).toEqual(["Ctrl", "+"]);
});

test("screen readers get the names of the standard", () => {
  expect(ariaKeys("Ctrl+K", false)).toBe("Control+K");
  expect(ariaKeys("Ctrl+K", true)).toBe("Meta+K");
});
