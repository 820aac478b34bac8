import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

interface Axe {
  run: (root: string, options: object) => Promise<{ violations: Violation[] }>;
}

/** The rules that are about colours: nothing else is different by night. */
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

/**
 * What axe finds on a page as it is, by day and by night: an open menu or dialog stays open. `root` is the part that
 * is looked at, all of it without one; `themes` are others to look at it in.
 */
export async function axeFaults(
  page: Page,
  root = "html",
  themes: readonly string[] = ["light", "dark"],
): Promise<string[]> {
  // No hint of a button that was just pressed.
  await page.mouse.move(0, 0);
  await page.locator("[role=tooltip]").waitFor({ state: "detached" });
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const before = await page.evaluate(() => document.documentElement.dataset.theme);
  const faults: string[] = [];
  for (const theme of themes) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    // Axe reads colours, so what comes in by opacity has to be there.
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))),
    );
    const found = await page.evaluate(
      async ([selector, options]) => {
        const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(selector, options);
        return violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`),
        );
      },
      [root, theme === themes[0] ? {} : COLOURS] as const,
    );
    faults.push(...found.map((fault) => `${theme}: ${fault}`));
  }
  await page.evaluate((name) => {
    if (name === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
  }, before);
  return faults;
}
