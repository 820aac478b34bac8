import { useState } from "react";
import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Combobox } from "./Combobox";

const people = ["Anna", "Kofi", "Priya"];

function Page({ onPick }: { onPick: (name: string) => void }) {
  const [text, setText] = useState("");
  const found = people.filter((name) => name.toLowerCase().includes(text.toLowerCase()));
  return (
    <Combobox
      label="Person"
      value={text}
      onChange={setText}
      items={found}
      keyOf={(name) => name}
      onPick={onPick}
      none="Nobody"
    >
      {(name) => name}
    </Combobox>
  );
}

test("the focus stays in the field, which tells the active option, and Enter picks it", () => {
  const picked: string[] = [];
  const page = render(<Page onPick={(name) => picked.push(name)} />);
  const input = page.find("input");
  input.focus();
  expect(input.getAttribute("aria-expanded")).toBe("false");
  page.type("input", "i");
  expect(input.getAttribute("aria-expanded")).toBe("true");
  const active = () =>
    document.getElementById(input.getAttribute("aria-activedescendant") ?? "")?.textContent;
  expect(active()).toBe("Kofi");
  page.press("ArrowDown");
  expect(active()).toBe("Priya");
  expect(document.activeElement).toBe(input);
  page.press("Enter");
  expect(picked).toEqual(["Priya"]);
  expect(input.getAttribute("aria-expanded")).toBe("false");
});

test("nothing found is said, and Escape closes", () => {
  const page = render(<Page onPick={() => {}} />);
  page.find("input").focus();
  page.type("input", "zz");
  expect(page.find("[role=status]").textContent).toBe("Nobody");
  page.press("Escape");
  expect(document.querySelector("[role=status]")).toBeNull();
});
