import { expect, test } from "vitest";
import { render } from "../testing/render";
import { SplitHandle } from "./SplitHandle";
import { useRememberedWidth } from "./useRememberedWidth";

function Page() {
  const [width, setWidth] = useRememberedWidth("test", 264);
  return (
    <SplitHandle
      label="Width"
      pane="before"
      value={width}
      min={200}
      max={400}
      home={264}
      onChange={setWidth}
    />
  );
}

test("arrows move it within its bounds, Enter brings it home, and the browser remembers", () => {
  const page = render(<Page />);
  const handle = page.find("hr");
  handle.focus();
  page.press("ArrowRight");
  expect(handle.getAttribute("aria-valuenow")).toBe("280");
  expect(localStorage.getItem("wardroom.width.test")).toBe("280");
  page.press("End");
  page.press("ArrowRight");
  expect(handle.getAttribute("aria-valuenow")).toBe("400");
  page.press("Enter");
  expect(handle.getAttribute("aria-valuenow")).toBe("264");
});
