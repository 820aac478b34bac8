import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { render } from "../testing/render";
import { Tooltips } from "./Tooltips";
import { tip } from "./tip";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function point(selector: string) {
  act(() => {
    document.querySelector(selector)?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  });
}

test("a hint comes after a rest, the next at once, and Escape takes it away", () => {
  const page = render(
    <>
      <Tooltips />
      <button type="button" id="reply" {...tip("Reply", "R")} />
      <button type="button" id="save" {...tip("Save")} />
    </>,
  );
  point("#reply");
  expect(document.querySelector("[role=tooltip]")).toBeNull();
  act(() => vi.advanceTimersByTime(400));
  expect(page.find("[role=tooltip]").textContent).toBe("ReplyR");
  point("#save");
  expect(page.find("[role=tooltip]").textContent).toBe("Save");
  page.press("Escape");
  expect(document.querySelector("[role=tooltip]")).toBeNull();
});
