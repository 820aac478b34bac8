// Every screen at four widths, by day and by night. `make screenshots` puts them into web/screenshots: one folder for
// each screen. SCREENS=channel,thread takes those alone whose names begin so.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "../flows/world";
import { walk } from "./walk";

const folder = join(import.meta.dirname, "../../screenshots");
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 375, height: 812 },
] as const;
const THEMES = ["light", "dark"] as const;
const only = process.env.SCREENS?.split(",");

let world: World;

beforeAll(async () => {
  if (!only) rmSync(folder, { recursive: true, force: true });
  world = await startWorld({});
});
afterAll(async () => {
  await world?.end();
});

async function take(name: string, page: Page, ready?: () => Promise<unknown>): Promise<void> {
  mkdirSync(join(folder, name), { recursive: true });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await ready?.();
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.waitForTimeout(200);
      await page.screenshot({ path: join(folder, name, `${size.width}-${theme}.png`) });
    }
  }
}

test("every screen is taken", async () => {
  /** Screens that could not be brought about. The others are taken all the same. */
  const failures: string[] = [];
  await walk(world, async (name, page, ready) => {
    if (only && !only.some((one) => name.startsWith(one))) return;
    await take(name, page, ready).catch((error: unknown) => {
      failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
    });
    await page.setViewportSize(SIZES[0]);
  });
  expect(failures).toEqual([]);
});
