import { act } from "react";
import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Avatar } from "./Avatar";
import { hueOf, initialsOf } from "./face";

test("initials follow the script", () => {
  expect(initialsOf("Anna Lindqvist")).toBe("AL");
  expect(initialsOf("María-José Fernández de la Cruz")).toBe("MC");
  expect(initialsOf("takeshi")).toBe("T");
  expect(initialsOf("李雨桐")).toBe("李");
  expect(initialsOf("佐藤 健")).toBe("佐");
  expect(initialsOf("Дарья Соколова")).toBe("ДС");
  expect(initialsOf("(ops) Joe")).toBe("OJ");
  expect(initialsOf("  ")).toBe("?");
});

test("a person keeps the hue", () => {
  expect(hueOf("9ahxnmaqubdzp8qfdn1cfmosce")).toBe(hueOf("9ahxnmaqubdzp8qfdn1cfmosce"));
  const hues = new Set(Array.from({ length: 400 }, (_, index) => hueOf(`user${index}`)));
  expect(hues.size).toBe(12);
});

test("a picture that can't be had gives way to the initials", () => {
  const page = render(<Avatar id="a" name="Anna Lindqvist" src="/gone.png" />);
  act(() => {
    page.find("img").dispatchEvent(new Event("error"));
  });
  expect(page.container.querySelector("img")).toBeNull();
  expect(page.find(".ui-avatar").textContent).toBe("AL");
});

test("presence is said, not only shown", () => {
  const page = render(<Avatar id="a" name="Anna" presence="dnd" />);
  expect(page.find(".ui-presence").getAttribute("role")).toBe("img");
  expect(page.find(".ui-presence").getAttribute("aria-label")).toBeTruthy();
});
