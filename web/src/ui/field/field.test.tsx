import { useState } from "react";
import { expect, test } from "vitest";
import { render } from "../testing/render";
import { PasswordInput } from "./PasswordInput";
import { Select } from "./Select";
import { TextInput } from "./TextInput";

function Name({ error }: { error?: string }) {
  const [value, setValue] = useState("");
  return <TextInput label="Name" help="Any script" error={error} value={value} onChange={setValue} />;
}

test("a field is named by its label and described by its help, then by its error", () => {
  const page = render(<Name />);
  const input = page.find<HTMLInputElement>("input");
  expect(page.find<HTMLLabelElement>("label").htmlFor).toBe(input.id);
  expect(page.find(`#${CSS.escape(input.getAttribute("aria-describedby") ?? "")}`).textContent).toBe(
    "Any script",
  );
  expect(input.hasAttribute("aria-invalid")).toBe(false);
  page.rerender(<Name error="Use at least two letters" />);
  expect(page.find("[role=alert]").id).toBe(input.getAttribute("aria-describedby"));
  expect(input.getAttribute("aria-invalid")).toBe("true");
});

test("typing hands over the text", () => {
  const page = render(<Name />);
  page.type("input", "timetable");
  expect(page.find<HTMLInputElement>("input").value).toBe("timetable");
});

test("a password is shown on demand and keeps what was typed", () => {
  const page = render(
    <PasswordInput label="Password" autoComplete="current-password" value="x" onChange={() => {}} />,
  );
  expect(page.find<HTMLInputElement>("input").type).toBe("password");
  page.click("button");
  expect(page.find<HTMLInputElement>("input").type).toBe("text");
});

test("a select hands over one of its own values", () => {
  const options = [
    { value: "all", text: "Every message" },
    { value: "none", text: "Nothing" },
  ] as const;
  const chosen: string[] = [];
  const page = render(
    <Select label="Tell me about" options={options} value="all" onChange={(value) => chosen.push(value)} />,
  );
  const select = page.find<HTMLSelectElement>("select");
  select.value = "none";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  expect(chosen).toEqual(["none"]);
});
