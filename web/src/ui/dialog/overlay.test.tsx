import { act, useState } from "react";
import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Overlay } from "./Overlay";

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <textarea defaultValue="Half a word" />
      <button type="button" onClick={() => setOpen(true)}>
        Find
      </button>
      {open && (
        <Overlay label="Find somebody" className="finder" onClose={() => setOpen(false)}>
          <input aria-label="Name" />
          <p>Nobody yet</p>
        </Overlay>
      )}
    </>
  );
}

/** Dispatches something that may be prevented, and says whether it was. */
function isPrevented(on: Element, event: Event): boolean {
  act(() => {
    on.dispatchEvent(event);
  });
  return event.defaultPrevented;
}
const pressOn = (on: Element): boolean =>
  isPrevented(on, new MouseEvent("mousedown", { bubbles: true, cancelable: true }));

test("it is modal and named, and keeps the focus in its field", () => {
  const page = render(<Page />);
  page.click("button");
  const surface = page.find("[role=dialog]");
  expect([surface.getAttribute("aria-modal"), surface.getAttribute("aria-label")]).toEqual([
    "true",
    "Find somebody",
  ]);
  const field = page.find("input");
  expect(document.activeElement).toBe(field);
  const tab = new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true });
  expect(isPrevented(field, tab)).toBe(true);
  expect(pressOn(page.find("p"))).toBe(true);
  expect(pressOn(field)).toBe(false);
});

test.each([
  ["Escape", (page: ReturnType<typeof render>) => page.press("Escape")],
  ["a press beside it", (page: ReturnType<typeof render>) => pressOn(page.find(".ui-overlay"))],
])("at %s it goes, and who was writing goes on where they were", (_, leave) => {
  const page = render(<Page />);
  const text = page.find<HTMLTextAreaElement>("textarea");
  text.focus();
  text.setSelectionRange(4, 4);
  page.click("button");
  leave(page);
  expect(document.querySelector("[role=dialog]")).toBeNull();
  expect(document.activeElement).toBe(text);
  expect(text.selectionStart).toBe(4);
});
