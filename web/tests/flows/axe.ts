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
  return page.evaluate(
    async ([selector, all, colours]) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const { dataset } = document.documentElement;
      const before = dataset.theme;
      const faults: string[] = [];
      for (const theme of all) {
        dataset.theme = theme;
        // Axe reads colours, so what comes in by opacity has to be there.
        await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
        const { violations } = await axe.run(selector, {
          ...(theme === all[0] ? {} : colours),
          // Of what holds, nobody is told.
          resultTypes: ["violations"],
        });
        for (const { id, nodes } of violations)
          for (const { html, failureSummary } of nodes)
            faults.push(`${theme}: ${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`);
      }
      if (before === undefined) delete dataset.theme;
      else dataset.theme = before;
      return faults;
    },
    [root, themes, COLOURS] as const,
  );
}
