// The bar of accessibility, over every screen: no fault that axe finds in any theme, either direction and three widths;
// nothing to press under 24 pixels; nothing that sticks out of a narrow window. A long run, `web_axe` of `make soak`:
// interrupted it goes on after the last screen. SCREENS=channel,thread judges those alone whose names begin so.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "../flows/axe";
import { tell } from "../flows/rounds";
import { startWorld, type World } from "../flows/world";
import { calm } from "./calm";
import { walk } from "./walk";

const WIDTHS = [320, 768, 1280] as const;
const DIRECTIONS = ["ltr", "rtl"] as const;
const THEMES = ["light", "dark", "contrast-light", "contrast-dark"] as const;
/** A list of screens that is shorter has lost some. */
const LEAST = 88;

const only = process.env.SCREENS?.split(",");
const state = process.env.WARDROOM_SOAK_STATE;
const mark = state ? join(state, "screens") : undefined;

let world: World;

beforeAll(async () => {
  world = await startWorld({});
});
afterAll(async () => {
  await world?.end();
});

/** Things to press that are too small to hit. Links in a sentence are as high as its lines. */
function small(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        "button, input:enabled, select, textarea, a[href], [role=option], [role=menuitem], [role=tab]",
      ),
    ]
      .filter((element) => {
        if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("[inert]"))
          return false;
        if (element.closest("p a, li a, td a") === element && getComputedStyle(element).display === "inline")
          return false;
        const box = (element.closest("label") ?? element).getBoundingClientRect();
        // What only screen readers see is one pixel.
        return box.width > 1 && box.height > 1 && (box.width < 23.5 || box.height < 23.5);
      })
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        return `${Math.round(width)} x ${Math.round(height)} px: ${element.outerHTML.slice(0, 140)}`;
      }),
  );
}

/** Texts and things to press that reach beyond the window and cannot be scrolled to. */
function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean => {
      for (let one = element; one; one = one.parentElement) {
        const { overflowX, position, clipPath } = getComputedStyle(one);
        if (clipPath !== "none" && position === "absolute") return true;
        if (/auto|scroll/.test(overflowX) && one.scrollWidth > one.clientWidth) return true;
      }
      return false;
    };
    const hasText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== "");
    return [...document.querySelectorAll<HTMLElement>("body *")]
      .filter((element) => {
        if (!element.matches("button, input, select, textarea, a[href], img") && !hasText(element))
          return false;
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
        const box = element.getBoundingClientRect();
        if (box.width <= 1 || box.height <= 1 || (box.left >= -1 && box.right <= width + 1)) return false;
        return !scrolls(element);
      })
      .map((element) => {
        const { left, right } = element.getBoundingClientRect();
        return `${Math.round(left)} to ${Math.round(right)}: ${element.outerHTML.slice(0, 140)}`;
      });
  });
}

async function turn(page: Page, direction: string): Promise<void> {
  await page.evaluate((dir) => {
    document.documentElement.dir = dir;
    // What floats finds its place anew.
    dispatchEvent(new Event("resize"));
  }, direction);
  await calm(page);
}

async function judge(page: Page, ready?: () => Promise<unknown>): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await ready?.();
    for (const direction of DIRECTIONS) {
      if (direction === "rtl") await turn(page, direction);
      const found = await axeFaults(page, "html", THEMES);
      const tiny = (await small(page)).map((one) => `too small: ${one}`);
      const out = width === WIDTHS[0] ? (await outside(page)).map((one) => `sticks out: ${one}`) : [];
      faults.push(...[...found, ...tiny, ...out].map((one) => `${width} ${direction} ${one}`));
    }
    await turn(page, "ltr");
  }
  return faults;
}

test("every screen can be read, hit and seen", async () => {
  const done = new Set(mark && existsSync(mark) ? readFileSync(mark, "utf8").split("\n") : []);
  const faults: string[] = [];
  let count = 0;
  await walk(world, async (name, page, ready) => {
    count += 1;
    if (done.has(name) || (only && !only.some((one) => name.startsWith(one)))) return;
    await page.emulateMedia({ reducedMotion: "reduce" });
    const found = await judge(page, ready).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ]);
    faults.push(...found.map((fault) => `${name}: ${fault}`));
    if (process.env.SHOW)
      process.stdout.write(`${name}: ${found.length}\n${[...new Set(found)].join("\n")}\n`);
    if (mark && found.length === 0) appendFileSync(mark, `${name}\n`);
    await page.setViewportSize({ width: 1280, height: 800 });
  });
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(LEAST);
  tell(`${count} screens in ${WIDTHS.length * DIRECTIONS.length * THEMES.length} looks`);
});
