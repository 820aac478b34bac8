import { beforeEach, expect, test } from "vitest";
import { nextRegion } from "./regions";

beforeEach(() => {
  HTMLElement.prototype.checkVisibility = () => true;
  document.body.innerHTML = `
    <nav data-region="sidebar"><button id="channel">Channel</button></nav>
    <div data-region="main">
      <textarea id="message"></textarea>
      <aside data-region="aside"><textarea id="answer"></textarea></aside>
    </div>`;
});

test("F6 goes through the parts of the screen, also those within others, and around", () => {
  document.getElementById("channel")?.focus();
  const steps = [1, 1, 1, -1, -1] as const;
  const seen = steps.map((step) => {
    nextRegion(step);
    return document.activeElement?.id;
  });
  expect(seen).toEqual(["message", "answer", "channel", "answer", "message"]);
});
