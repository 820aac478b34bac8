import { expect, test } from "vitest";
import { pageHead } from "../build/page";
import { iconNames } from "../src/ui/icon/names";

test("a page has every icon", () => {
  const hook = pageHead().transformIndexHtml;
  if (typeof hook !== "object") throw new Error("the hook has no order");
  const handler = hook.handler as (html: string, page: { path: string }) => string;

  const page = handler("<html><body><p>a page</p></body></html>", { path: "/gallery.html" });

  document.documentElement.innerHTML = page;
  for (const name of iconNames)
    expect(document.querySelector(`symbol#icon-${name} > *`), name).not.toBeNull();
});
