import { act } from "react";
import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Announcer } from "./Announcer";
import { announce } from "./announce";

test("a sentence goes into the region of its urgency, and twice is twice", () => {
  const page = render(<Announcer />);
  act(() => announce("Anna: hello"));
  const first = page.find("[aria-live=polite] span");
  expect(first.textContent).toBe("Anna: hello");
  act(() => announce("Anna: hello"));
  expect(page.find("[aria-live=polite] span")).not.toBe(first);
  act(() => announce("Not sent", "assertive"));
  expect(page.find("[aria-live=assertive]").textContent).toBe("Not sent");
});
