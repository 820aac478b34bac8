import type { Locator, Page } from "playwright-core";

/** What somebody does with the keyboard alone. */
export interface Keys {
  page: Page;
  /** Presses keys, one after the other, named as by the browser: `Control+k Enter`. */
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Goes with Tab, or backwards, until the one element that matches has the focus, and fails if it never has. */
  to(target: Locator, backwards?: boolean): Promise<void>;
  /** The same, then presses Enter. */
  enter(target: Locator, backwards?: boolean): Promise<void>;
}

/** How far somebody goes with Tab before they give up. */
const FAR = 120;

export function keysOf(page: Page): Keys {
  async function press(keys: string): Promise<void> {
    for (const key of keys.split(" ")) await page.keyboard.press(key);
  }

  async function to(target: Locator, backwards = false): Promise<void> {
    await target.first().waitFor();
    const hasFocus = (): Promise<boolean> =>
      target.first().evaluate((element) => element === document.activeElement);
    for (let count = 0; count < FAR; count += 1) {
      if (await hasFocus()) return;
      await page.keyboard.press(backwards ? "Shift+Tab" : "Tab");
    }
    throw new Error(`no Tab leads to ${target}`);
  }

  return {
    page,
    press,
    type: (text) => page.keyboard.type(text),
    to,
    enter: async (target, backwards) => {
      await to(target, backwards);
      await page.keyboard.press("Enter");
    },
  };
}
