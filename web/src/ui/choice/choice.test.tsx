import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Checkbox } from "./Checkbox";
import { RadioGroup } from "./Radio";
import { Switch } from "./Switch";

test("a checkbox that stands for some of many is mixed", () => {
  const page = render(<Checkbox label="All" checked="mixed" onChange={() => {}} />);
  expect(page.find<HTMLInputElement>("input").indeterminate).toBe(true);
  page.rerender(<Checkbox label="All" checked={true} onChange={() => {}} />);
  expect(page.find<HTMLInputElement>("input").indeterminate).toBe(false);
});

test("a switch is a switch, with its help read after its name", () => {
  const turned: boolean[] = [];
  const page = render(
    <Switch label="Sound" help="Short and low" checked={false} onChange={(on) => turned.push(on)} />,
  );
  const control = page.find("input");
  expect(control.getAttribute("role")).toBe("switch");
  expect(page.find(`#${CSS.escape(control.getAttribute("aria-describedby") ?? "")}`).textContent).toBe(
    "Short and low",
  );
  page.click("input");
  expect(turned).toEqual([true]);
});

test("radios are one group with one name", () => {
  const picked: string[] = [];
  const choices = [
    { value: "all", text: "Every message" },
    { value: "none", text: "Nothing" },
  ] as const;
  const page = render(
    <RadioGroup
      label="Tell me about"
      choices={choices}
      value="all"
      onChange={(value) => picked.push(value)}
    />,
  );
  expect(page.find("fieldset > legend").textContent).toBe("Tell me about");
  page.click("label:last-child input");
  expect(picked).toEqual(["none"]);
});
