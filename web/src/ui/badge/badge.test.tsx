import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Badge } from "./Badge";
import { ValueChip } from "./Chip";

test("a badge says what it counts, stops at 99 and is nothing at zero", () => {
  const page = render(<Badge count={140} label="140 mentions" />);
  expect(page.find(".ui-badge").textContent).toBe("99+140 mentions");
  page.rerender(<Badge count={0} label="0 mentions" />);
  expect(page.container.innerHTML).toBe("");
});

test("the cross of a chip has a name of its own", () => {
  const removed: string[] = [];
  const page = render(<ValueChip name="station staff" onRemove={() => removed.push("x")} />);
  expect(page.find("button").getAttribute("aria-label")).toBeTruthy();
  page.click("button");
  expect(removed).toHaveLength(1);
});
