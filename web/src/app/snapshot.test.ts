import { expect, test } from "vitest";
import { pieceOf } from "./snapshot";

const icon = "http://www.w3.org/2000/svg";

test("what is written down of a page shows, and does nothing: no handler, address, name or password is in it", () => {
  const page = document.createElement("div");
  page.className = "app";
  page.tabIndex = 0;
  page.setAttribute("onclick", "alert(1)");
  const link = document.createElement("a");
  link.href = "/elsewhere";
  link.append("Read on");
  const field = document.createElement("textarea");
  field.id = "field";
  field.value = "half a sentence";
  const secret = document.createElement("input");
  secret.type = "password";
  secret.value = "correct horse";
  secret.setAttribute("value", "correct horse");
  const sign = document.createElementNS(icon, "svg");
  const use = document.createElementNS(icon, "use");
  use.setAttribute("href", "#icon-mark");
  sign.append(use);
  page.append(link, field, secret, sign, document.createElement("dialog"), document.createElement("iframe"));

  expect(pieceOf(page)).toEqual([
    "div",
    { class: "app" },
    ["a", {}, "Read on"],
    ["textarea", {}, "half a sentence"],
    ["input", { type: "password" }],
    ["svg", {}, ["use", { href: "#icon-mark" }]],
  ]);
});

test("what lies outside of the window leaves its room, and what is scrolled says how far", () => {
  const list = document.createElement("div");
  list.scrollTop = 40;
  const row = (top: number): HTMLElement => {
    const made = document.createElement("p");
    made.append(`at ${top}`);
    made.getBoundingClientRect = () => new DOMRect(0, top, 100, 30);
    return made;
  };
  list.append(row(-50), row(10), row(innerHeight + 1));
  const room = ["div", { style: "flex:none;block-size:30px" }];
  expect(pieceOf(list)).toEqual(["div", { scroll: "40" }, room, ["p", {}, "at 10"], room]);
});
