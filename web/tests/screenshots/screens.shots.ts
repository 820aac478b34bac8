// Every main screen at four widths, by day and by night, over a server that somebody works on. `make screenshots`
// puts them into web/screenshots: one folder for each screen.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "../flows/world";
import { seed } from "./seed";

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
/** Screens that could not be brought about. */
const failures: string[] = [];

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  world = await startWorld({});
});
afterAll(async () => {
  await world?.end();
});

/** Takes a screen as it is now, in all sizes and themes; `ready` brings it about anew where a size takes it away. */
async function take(page: Page, name: string, ready?: () => Promise<unknown>): Promise<void> {
  if (only && !only.some((one) => name.startsWith(one))) return;
  try {
    await takeAll(page, name, ready);
  } catch (error) {
    // The others are taken all the same.
    failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
  }
  await page.setViewportSize(SIZES[0]);
}

async function takeAll(page: Page, name: string, ready?: () => Promise<unknown>): Promise<void> {
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

test("the first run", async () => {
  const elin = await world.person();
  await elin.getByText("Step 1 of").waitFor();
  await take(elin, "first-run-1");
  await elin.getByLabel("E-mail").fill("elin.berg@nordlinje.example");
  await elin.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await elin.keyboard.press("Enter");
  await elin.getByText("Step 2 of").waitFor();
  await elin.getByLabel("Name", { exact: true }).fill("Nordlinje");
  await elin.getByLabel("Address").fill("https://chat.nordlinje.example");
  await take(elin, "first-run-2");
  await elin.getByLabel("Address").fill(world.url);
  await elin.keyboard.press("Enter");
  await elin.getByText("Step 3 of").waitFor();
  await take(elin, "first-run-3");
  await elin.keyboard.press("Enter");
  await elin.getByText("Step 4 of").waitFor();
  await take(elin, "first-run-4");
  const invitation = await elin.getByLabel("Invitation link").inputValue();
  await elin.getByRole("button", { name: /^Open / }).click();
  await elin.getByRole("textbox", { name: /^Message to/ }).waitFor();

  const guest = await world.person(invitation.slice(world.url.length));
  await guest.getByRole("heading", { name: /You are invited/ }).waitFor();
  await take(guest, "door-invited");
  await guest.getByRole("button", { name: "Make account" }).click();
  await take(guest, "door-invited-wrong");
  await guest.goto(`${world.url}/signup_user_complete`);
  await guest.getByText("Accounts are made by invitation").waitFor();
  await take(guest, "door-closed");
  await guest.goto(`${world.url}/login`);
  await guest.getByLabel("E-mail or username").fill("elin.berg");
  await guest.getByRole("textbox", { name: "Password" }).fill("wrong");
  await guest.keyboard.press("Enter");
  await guest.getByRole("alert").waitFor();
  await take(guest, "door-login");
  await guest.context().close();

  await seed(world.url, "elin.berg");
  await screens(elin);
  expect(failures).toEqual([]);
});

async function screens(page: Page): Promise<void> {
  const go = async (path: string): Promise<void> => {
    await page.goto(`${world.url}${path}`);
    await page.waitForLoadState("networkidle").catch(() => {});
  };
  const main = page.getByRole("main");
  const dispatch = "/nordlinje/channels/dispatch";
  const root = main.getByRole("article").filter({ hasText: "Points 12 at Halden" });
  const opened = async (): Promise<void> => {
    await go(dispatch);
    await main.getByRole("article").last().waitFor();
  };
  /** The list follows the focus a frame later. */
  const focusRoot = async (): Promise<void> => {
    await root.focus();
    await page.waitForTimeout(200);
  };
  /** On a phone the side is a page of its own. */
  const closed = async (): Promise<void> => {
    for (let tries = 0; tries < 3 && (await page.getByRole("dialog").count()) > 0; tries += 1)
      await page.keyboard.press("Escape");
  };

  await opened();
  await take(page, "channel");
  await go("/nordlinje");
  await take(page, "side", () => go("/nordlinje"));
  await take(page, "channel-composing", async () => {
    await opened();
    const field = main.getByRole("textbox", { name: /^Message to/ });
    await field.fill("**Halden**: the next one is at `11:40`.\n- platform 2\n- @tak");
    await field.press("End");
    await page.keyboard.type("e");
    await page.getByRole("option").first().waitFor();
  });
  await main.getByRole("textbox", { name: /^Message to/ }).fill("");
  await take(page, "message-menu", async () => {
    await opened();
    await focusRoot();
    await root.locator(".message-tools button").last().click();
    await page.getByRole("menu").waitFor();
  });
  await take(page, "emoji", async () => {
    await opened();
    await focusRoot();
    await page.keyboard.press("+");
    await page.getByRole("combobox").first().waitFor();
  });
  await take(page, "calendar", async () => {
    await opened();
    await main.locator(".list-day").getByRole("button").last().click();
    await page.getByRole("grid").waitFor();
  });
  await take(page, "thread", async () => {
    await opened();
    await focusRoot();
    await page.keyboard.press("r");
    await page
      .getByRole("complementary", { name: /^Thread/ })
      .getByRole("article")
      .last()
      .waitFor();
  });
  await take(page, "pinned", async () => {
    await opened();
    await main.getByRole("button", { name: "Pinned messages" }).click();
    await page.getByRole("complementary", { name: "Pinned messages" }).getByRole("article").waitFor();
  });
  await take(page, "history", async () => {
    await opened();
    await main.getByRole("button", { name: "(edited)" }).first().click();
    await page.getByRole("dialog", { name: "Edit history" }).getByRole("listitem").last().waitFor();
  });
  await closed();
  await take(page, "switcher", async () => {
    await opened();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("option").first().waitFor();
  });
  await take(page, "switcher-found", async () => {
    await opened();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("option").first().waitFor();
    await page.keyboard.type("ta");
  });
  await take(page, "keyboard-help", async () => {
    await opened();
    await page.keyboard.press("Control+/");
    await page.getByRole("dialog").waitFor();
  });
  await closed();
  for (const [name, item] of [
    ["channel-menu", ""],
    ["members", "Members"],
    ["notify", "Notifications"],
    ["edit-channel", "Edit channel"],
    ["archive", "Archive"],
  ] as const) {
    await take(page, name, async () => {
      await opened();
      await main.locator(".channel-head-name").click();
      await page.getByRole("menu").waitFor();
      if (item === "") return;
      await page
        .getByRole("menuitem", { name: new RegExp(`^${item}`) })
        .first()
        .click();
      await page.getByRole("dialog").waitFor();
    });
    await closed();
  }
  const side = page.getByRole("navigation", { name: "Channels" });
  const home = async (): Promise<void> => {
    await go((page.viewportSize()?.width ?? 0) <= 768 ? "/nordlinje" : dispatch);
    await side.waitFor();
  };
  for (const [name, opener, item] of [
    ["team-menu", "Menu of Nordlinje", ""],
    ["invite", "Menu of Nordlinje", "Invite"],
    ["leave-team", "Menu of Nordlinje", "Leave team"],
    ["me-menu", "elin.berg", ""],
    ["add-menu", "Add channels", ""],
    ["browse", "Add channels", "Browse"],
    ["create-channel", "Add channels", "Create"],
  ] as const) {
    await take(page, name, async () => {
      await home();
      const button =
        name === "me-menu" ? side.locator(".sidebar-me") : side.getByRole("button", { name: opener }).first();
      await button.click();
      if (item)
        await page
          .getByRole("menuitem", { name: new RegExp(item) })
          .first()
          .click();
      await page.waitForTimeout(200);
    });
    await closed();
  }
  await go("/nordlinje/channels/timetable-2027");
  await take(page, "channel-unread", () => go("/nordlinje/channels/town-square"));
  await take(page, "direct", () => go("/nordlinje/messages/@takeshi.mori"));
  await take(page, "channel-empty", () => go("/nordlinje/channels/board"));
  await take(page, "threads", () => go("/nordlinje/threads"));
  await take(page, "saved", () => go("/nordlinje/saved"));
  await take(page, "missing", () => go("/nordlinje/channels/nowhere"));
  await take(page, "link-gone", () => go(`/nordlinje/pl/${"z".repeat(26)}`));
  await take(page, "select-team", () => go("/select_team"));
  await take(page, "create-team", () => go("/create_team"));
  for (const section of [
    "profile",
    "security",
    "sessions",
    "notifications",
    "appearance",
    "keyboard",
    "language",
  ])
    await take(page, `settings-${section}`, () => go(`/_settings/${section}`));
  await take(page, "admin-people", () => go("/admin_console/people"));
  await take(page, "admin-configuration", () => go("/admin_console/configuration"));
}
