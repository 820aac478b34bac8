import { useState } from "react";
import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Tabs } from "./Tabs";

function Page() {
  const [selected, setSelected] = useState<"messages" | "files">("messages");
  const tabs = [
    { id: "messages", text: "Messages" },
    { id: "files", text: "Files" },
  ] as const;
  return (
    <Tabs label="Results" tabs={tabs} selected={selected} onSelect={setSelected}>
      {selected}
    </Tabs>
  );
}

test("one tab is in the order of Tab, arrows choose the next, and its panel bears its name", () => {
  const page = render(<Page />);
  page.find("[aria-selected=true]").focus();
  expect(page.container.querySelectorAll("[role=tab][tabindex='0']")).toHaveLength(1);
  page.press("ArrowRight");
  expect(document.activeElement?.textContent).toBe("Files");
  const panel = page.find("[role=tabpanel]");
  expect(panel.textContent).toBe("files");
  expect(panel.getAttribute("aria-labelledby")).toBe(document.activeElement?.id);
});
