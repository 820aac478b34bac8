import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

// The design system by itself, without a server: no fault that axe can find, nothing too small to hit, nothing cut off.

const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

let vite: ViteDevServer;
let browser: Browser;
let address: string;

beforeAll(async () => {
  vite = await createServer({ server: { host: "127.0.0.1", port: 0 }, logLevel: "error" });
  await vite.listen();
  address = `${vite.resolvedUrls?.local[0] ?? ""}gallery.html`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: quiet,
  });
});
afterAll(async () => {
  await browser?.close();
  await vite?.close();
});

/** What axe finds in a part of the page; the pictures of all icons are left out, being many and all alike. */
async function faults(page: Page, part = "main"): Promise<string[]> {
  const where = JSON.stringify({ include: [part], exclude: [".gallery-icons"] });
  const found: AxeResults = await page.evaluate(`axe.run(${where})`);
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
}

/** Things to press that are under 24 pixels, counting the label that is pressed with them. */
function small(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, textarea, a[href]")]
      .filter((element) => {
        const box = (element.closest("label") ?? element).getBoundingClientRect();
        return box.width > 0 && (box.width < 24 || box.height < 24);
      })
      .map((element) => element.outerHTML.slice(0, 100)),
  );
}

const looks = [
  { query: "theme=light", width: 1180 },
  { query: "theme=dark&density=roomy", width: 375 },
  { query: "theme=contrast-light&dir=rtl&density=compact", width: 320 },
] as const;

test.each(looks)("everything can be read, hit and seen: $query, $width px", async ({ query, width }) => {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    // A surface that is still fading in has no contrast yet.
    reducedMotion: "reduce",
  });
  await page.goto(`${address}?${query}`);
  await page.waitForSelector(".gallery-icons");
  await page.evaluate(axe);
  expect(await faults(page)).toEqual([]);
  expect(await small(page)).toEqual([]);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(tooWide).toBeLessThanOrEqual(0);
  for (const surface of ["menu", "dialog", "alertdialog"]) {
    const opener = page.locator(`[data-opens=${surface}]`);
    await opener.focus();
    await page.keyboard.press("Enter");
    const part = surface === "dialog" ? "dialog" : `[role=${surface}]`;
    await page.locator(part).waitFor();
    expect(await faults(page, part)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await opener.evaluate((element) => element === document.activeElement), `after ${surface}`).toBe(
      true,
    );
  }
  await page.close();
});

test("what needs a pointer works with one: a hint comes at rest, panes are dragged, options are pressed", async () => {
  const page = await browser.newPage({ viewport: { width: 900, height: 700 }, reducedMotion: "reduce" });
  await page.goto(`${address}?theme=light`);
  await page.getByRole("button", { name: "Reply in thread" }).hover();
  await page.getByRole("tooltip").waitFor();

  const handle = page.getByRole("separator", { name: "Width of A" });
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  if (!box) throw new Error("the handle is not shown");
  await page.mouse.move(box.x - 4, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 36, box.y + 20);
  await page.mouse.up();
  expect(await handle.getAttribute("aria-valuenow")).toBe("200");

  const person = page.getByRole("combobox", { name: "Person" });
  await person.click();
  await page.getByRole("option", { name: "Kofi Mensah" }).click();
  expect(await person.inputValue()).toBe("Kofi Mensah");
  await page.close();
});
