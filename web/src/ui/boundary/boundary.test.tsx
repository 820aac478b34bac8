import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { render } from "../testing/render";
import { Boundary } from "./Boundary";
import { watchPieces } from "./outdated";
import { UpdateNotice } from "./UpdateNotice";

function Broken(): never {
  throw new Error("broken");
}

beforeEach(() => {
  // React tells of what boundaries catch.
  vi.spyOn(console, "error").mockImplementation(() => {});
});

test("what breaks takes nothing along that is around its boundary, and says so", () => {
  const page = render(
    <>
      <Boundary>
        <Broken />
      </Boundary>
      <Boundary kind="row">
        <Broken />
      </Boundary>
      <Boundary kind="nothing">
        <Broken />
      </Boundary>
      <em>whole</em>
    </>,
  );
  expect(page.find("[role=alert] p").textContent).toBe(
    "Something in this page broke. Your messages are safe.",
  );
  expect(page.find("[role=alert] button").textContent).toBe("Reload");
  expect(page.container.textContent).toContain("This can't be shown.");
  expect(page.find("em").textContent).toBe("whole");
});

test("another key begins anew", () => {
  const page = render(
    <Boundary key="a">
      <Broken />
    </Boundary>,
  );
  page.rerender(
    <Boundary key="b">
      <em>whole</em>
    </Boundary>,
  );
  expect(page.find("em").textContent).toBe("whole");
});

test("when it shows something else, what broke is tried again, and what is whole stays", () => {
  const page = render(
    <Boundary of="a">
      <em>whole</em>
    </Boundary>,
  );
  const whole = page.find("em");
  page.rerender(
    <Boundary of="b">
      <em>whole</em>
    </Boundary>,
  );
  expect(page.find("em")).toBe(whole);
  page.rerender(
    <Boundary of="b">
      <Broken />
    </Boundary>,
  );
  page.find("[role=alert]");
  page.rerender(
    <Boundary of="c">
      <em>whole again</em>
    </Boundary>,
  );
  expect(page.find("em").textContent).toBe("whole again");
});

test("a piece that is not to be had says that there is an update, unless there is no network", () => {
  watchPieces();
  const page = render(<UpdateNotice />);
  const isOnline = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  act(() => void window.dispatchEvent(new Event("vite:preloadError")));
  expect(page.container.textContent).toBe("");
  isOnline.mockReturnValue(true);
  act(() => void window.dispatchEvent(new Event("vite:preloadError")));
  expect(page.find(".ui-banner").textContent).toContain("An update is ready.");
});
