import { expect, test } from "vitest";
import { IconButton } from "../button/IconButton";
import { render } from "../testing/render";
import { Toolbar } from "./Toolbar";

test("Tab reaches it once, and arrows go on inside", () => {
  const page = render(
    <Toolbar label="Format">
      <IconButton icon="bold" label="Bold" />
      <IconButton icon="italic" label="Italic" disabled />
      <IconButton icon="link" label="Link" />
    </Toolbar>,
  );
  const inOrder = () =>
    [...page.container.querySelectorAll<HTMLElement>("button:not([disabled])")].filter(
      (b) => b.tabIndex === 0,
    );
  expect(inOrder()).toHaveLength(1);
  inOrder()[0]?.focus();
  page.press("ArrowRight");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Link");
  expect(inOrder()).toEqual([document.activeElement]);
});
