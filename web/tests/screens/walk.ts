// Every screen of the client in every state that it has, one list for all who look at them: `make screenshots` takes
// pictures, and `web_axe` of `make soak` judges them.
import type { Locator, Page } from "playwright-core";
import type { World } from "../flows/world";
import { seed } from "./seed";

/** Looks at a screen. `ready` brings it about anew, for a window of another size. */
export type Visit = (name: string, page: Page, ready?: () => Promise<unknown>) => Promise<void>;

/** Goes through every screen, from the first run on, over a server that somebody works on. */
export async function walk(world: World, visit: Visit): Promise<void> {
  const elin = await world.person();
  await elin.getByText("Step 1 of").waitFor();
  await visit("first-run-1", elin);
  await elin.getByLabel("E-mail").fill("elin.berg@nordlinje.example");
  await elin.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await elin.keyboard.press("Enter");
  await elin.getByText("Step 2 of").waitFor();
  await elin.getByLabel("Name", { exact: true }).fill("Nordlinje");
  await elin.getByLabel("Address").fill("https://chat.nordlinje.example");
  await visit("first-run-2", elin);
  await elin.getByLabel("Address").fill(world.url);
  await elin.keyboard.press("Enter");
  await elin.getByText("Step 3 of").waitFor();
  await visit("first-run-3", elin);
  await elin.keyboard.press("Enter");
  await elin.getByText("Step 4 of").waitFor();
  await visit("first-run-4", elin);
  const invitation = await elin.getByLabel("Invitation link").inputValue();
  await elin.getByRole("button", { name: /^Open / }).click();
  await elin.getByRole("textbox", { name: /^Message to/ }).waitFor();

  const guest = await world.person(invitation.slice(world.url.length));
  await guest.getByRole("heading", { name: /You are invited/ }).waitFor();
  await visit("door-invited", guest);
  await guest.getByRole("button", { name: "Make account" }).click();
  await visit("door-invited-wrong", guest);
  await guest.goto(`${world.url}/signup_user_complete`);
  await guest.getByText("Accounts are made by invitation").waitFor();
  await visit("door-closed", guest);
  await guest.goto(`${world.url}/login`);
  await guest.getByLabel("E-mail or username").fill("elin.berg");
  await guest.getByRole("textbox", { name: "Password" }).fill("wrong");
  await guest.keyboard.press("Enter");
  await guest.getByRole("alert").waitFor();
  await visit("door-login", guest);
  await guest.context().close();

  await seed(world.url, "elin.berg");
  await screens(world, elin, visit);
}

async function screens(world: World, page: Page, visit: Visit): Promise<void> {
  const take = (name: string, ready: () => Promise<unknown>): Promise<void> => visit(name, page, ready);
  // What is not there soon is not there at all, and nobody waits for it at each width.
  page.setDefaultTimeout(12_000);
  const go = async (path: string): Promise<void> => {
    await page.goto(`${world.url}${path}`);
    await page.waitForLoadState("networkidle").catch(() => {});
  };
  const side = page.getByRole("navigation", { name: "Channels", exact: true });
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  const menu = page.getByRole("menu");
  const dispatch = "/nordlinje/channels/dispatch";
  // On a phone what lies over the channel hides it.
  const main = page.locator("main");
  const field = main.getByRole("textbox", { name: /^Message to/ });
  const root = main.getByRole("article").filter({ hasText: "Points 12 at Halden" });
  const own = main.getByRole("article").filter({ hasText: "Yes, please say so" });
  const opened = async (): Promise<void> => {
    await go(dispatch);
    await main.getByRole("article").last().waitFor();
  };
  /** The channel, something of it done, and what is to be there then. */
  const after = (act: () => Promise<unknown>, shown: Locator) => async (): Promise<void> => {
    await opened();
    await act();
    await shown.first().waitFor();
  };
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  /** The list follows the focus a frame later. */
  const focus = async (row: Locator): Promise<void> => {
    // Only what shows and a little around it is on the page.
    for (let tries = 0; tries < 20 && (await row.count()) === 0; tries += 1) {
      await main.locator("[data-messages]").evaluate((log) => log.scrollBy(0, -400));
      await page.waitForTimeout(100);
    }
    // A row that comes into the window for this may be another element afterwards.
    for (let tries = 0; tries < 5; tries += 1) {
      await row.focus();
      await page.waitForTimeout(200);
      if (await row.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    }
  };
  const onRoot = async (keys: string): Promise<void> => {
    await focus(root);
    await press(keys);
  };
  const write = async (text: string): Promise<void> => {
    await field.fill(text.slice(0, -1));
    await field.press("End");
    await page.keyboard.type(text.slice(-1));
  };

  await take("channel", opened);
  await take(
    "channel-top",
    after(() => focus(root), root),
  );
  await take("side", () => go("/nordlinje"));
  await take(
    "channel-composing",
    after(
      () => write("**Halden**: the next one is at `11:40`.\n- platform 2\n- @take"),
      page.getByRole("option"),
    ),
  );
  await take(
    "suggest-channels",
    after(() => write("See ~de"), page.getByRole("option")),
  );
  await take(
    "suggest-emoji",
    after(() => write("Well done :ta"), page.getByRole("option")),
  );
  await take(
    "suggest-commands",
    after(() => write("/"), page.getByRole("option")),
  );
  await take(
    "preview",
    after(
      async () => {
        await write("## Halden\n\n1. the next one is at `11:40`\n2. **platform 2**\n");
        await press("Control+Alt+p");
      },
      page.getByRole("region", { name: /Preview/ }),
    ),
  );
  await take(
    "too-long",
    after(() => field.fill("Halden. ".repeat(2_200)), page.getByText(/too many|over/i)),
  );
  await opened();
  await field.fill("");
  await take(
    "message-menu",
    after(async () => {
      await focus(root);
      await root.locator(".message-tools button").last().click();
    }, menu),
  );
  await take(
    "editing",
    after(() => focus(own).then(() => press("e")), main.locator("article textarea")),
  );
  await take(
    "emoji",
    after(() => onRoot("+"), page.getByRole("combobox")),
  );
  await take(
    "calendar",
    after(() => main.locator(".list-day").getByRole("button").last().click(), page.getByRole("grid")),
  );
  await take(
    "person",
    after(() => own.locator("button[data-person]").first().click(), page.locator(".person-card")),
  );
  const thread = page.getByRole("complementary", { name: /^Thread/ });
  await take(
    "thread",
    after(() => onRoot("r"), thread.getByRole("article").last()),
  );
  const pinned = page.getByRole("complementary", { name: "Pinned messages" });
  const pin = main.getByRole("button", { name: "Pinned messages" });
  await take(
    "pinned",
    after(() => pin.click(), pinned.getByRole("article")),
  );
  await take("pinned-none", async () => {
    await go("/nordlinje/channels/board");
    await pin.waitFor();
    await pin.click();
    await pinned.getByText("Nothing pinned").waitFor();
  });
  await take(
    "history",
    after(
      () => main.getByRole("button", { name: "(edited)" }).first().click(),
      page.getByRole("dialog", { name: "Edit history" }).getByRole("listitem"),
    ),
  );
  const undo = page.getByRole("button", { name: /^Undo/ });
  await take("deleted", async () => {
    // A page that is left meanwhile deletes at once.
    if (await undo.isVisible()) await press("z");
    await opened();
    await focus(own);
    await press("Delete");
    await undo.waitFor();
  });
  await press("z");
  await take(
    "failed",
    after(
      async () => {
        await page.route("**/api/v4/posts", (route) =>
          route.request().method() === "POST"
            ? route.fulfill({
                status: 403,
                json: { id: "refused", message: "You may not write here now.", status_code: 403 },
              })
            : route.continue(),
        );
        if ((await main.getByText("Not sent").count()) > 0) return;
        await field.fill("The window moves to 16:30.");
        await field.press("Enter");
      },
      main.getByText(/^Not sent/),
    ),
  );
  await page.unroute("**/api/v4/posts");
  await opened();
  // It waits there over every loading, unless this screen was left out.
  const failed = main.getByRole("article").filter({ hasText: "The window moves" });
  if ((await failed.count()) > 0) await failed.getByRole("button", { name: "Delete" }).click();
  await take("everybody", async () => {
    await opened();
    await field.fill("@channel the window moves to 16:30.");
    await field.press("Enter");
    await dialog
      .first()
      .waitFor({ timeout: 3_000 })
      .catch(() => {});
  });
  await opened();
  await field.fill("");

  const palette = page.getByRole("dialog").getByRole("option");
  const search = async (text: string): Promise<void> => {
    await press("Control+k");
    await palette.first().waitFor();
    await page.keyboard.type(text);
  };
  await take(
    "switcher",
    after(() => search(""), palette),
  );
  await take(
    "switcher-found",
    after(() => search("ta"), palette),
  );
  await take(
    "switcher-none",
    after(() => search("zzzzzz"), page.getByText("Nothing is called that.")),
  );
  await take(
    "keyboard-help",
    after(() => press("Control+/"), dialog),
  );
  await take(
    "status",
    after(() => press("Control+Shift+y"), dialog),
  );
  await take(
    "new-message",
    after(() => press("Control+Shift+K"), dialog),
  );
  for (const [name, item] of [
    ["channel-menu", ""],
    ["members", "Members"],
    ["notify", "Notifications"],
    ["edit-channel", "Edit channel"],
    // Who leaves an open channel is not asked.
    ["leave-channel", "Leave channel"],
    ["archive", "Archive channel"],
  ] as const) {
    await take(name, async () => {
      if (name === "leave-channel") await go("/nordlinje/channels/board");
      else await opened();
      await main.locator(".channel-head-name").click();
      await menu.waitFor();
      if (item === "") return;
      await menu.getByRole("menuitem", { name: item }).click();
      await dialog.first().waitFor();
    });
  }
  const home = async (): Promise<void> => {
    await go((page.viewportSize()?.width ?? 0) <= 768 ? "/nordlinje" : dispatch);
    await side.waitFor();
  };
  for (const [name, opener, item] of [
    ["team-menu", "Menu of Nordlinje", ""],
    ["invite", "Menu of Nordlinje", "Invite"],
    ["leave-team", "Menu of Nordlinje", "Leave team"],
    ["me-menu", "", ""],
    ["quiet", "", "Do not disturb"],
    ["add-menu", "Add channels", ""],
    ["browse", "Add channels", "Browse"],
    ["create-channel", "Add channels", "Create"],
    ["row-menu", "Menu of Dispatch", ""],
    ["new-category", "Menu of Dispatch", "New category"],
  ] as const) {
    await take(name, async () => {
      await home();
      if (name === "row-menu" || name === "new-category")
        await side.getByRole("link", { name: /^Dispatch/ }).click({ button: "right" });
      else if (opener === "") await side.locator(".sidebar-me").click();
      else await side.getByRole("button", { name: opener }).first().click();
      await menu.first().waitFor();
      if (item)
        await page
          .getByRole("menuitem", { name: item })
          .or(page.getByRole("menuitemradio", { name: item }))
          .first()
          .click();
      await page.waitForTimeout(200);
    });
  }
  await take("channel-unread", () => go("/nordlinje/channels/town-square"));
  await take("channel-long", () => go("/nordlinje/channels/a-channel-with-a-name-that-is-far-too-long"));
  await take("direct", () => go("/nordlinje/messages/@takeshi.mori"));
  await take("channel-empty", () => go("/nordlinje/channels/board"));
  await take("channel-archived", () => go("/nordlinje/channels/old-works"));
  await take("threads", () => go("/nordlinje/threads"));
  await take("threads-open", async () => {
    await go("/nordlinje/threads");
    await page.locator("[data-thread]").first().click();
    await thread.getByRole("article").last().waitFor();
  });
  await take("threads-unread", async () => {
    await go("/nordlinje/threads");
    await page.getByRole("tab", { name: /Unread/ }).click();
  });
  await take("saved", () => go("/nordlinje/saved"));
  await take("drafts", async () => {
    await opened();
    await field.fill("The **bridge** at Moss is");
    await go("/nordlinje/drafts");
    await main.getByRole("listitem").first().waitFor();
  });
  await opened();
  await field.fill("");
  await take("drafts-none", () => go("/nordlinje/drafts"));
  await take("missing", () => go("/nordlinje/channels/nowhere"));
  await take("unmade", () => go("/nordlinje/search?q=halden"));
  await take("link-gone", () => go(`/nordlinje/pl/${"z".repeat(26)}`));
  await take("select-team", () => go("/select_team"));
  await take("create-team", () => go("/create_team"));
  await take("settings", () => go("/_settings"));
  for (const section of [
    "profile",
    "security",
    "sessions",
    "notifications",
    "appearance",
    "keyboard",
    "language",
  ])
    await take(`settings-${section}`, () => go(`/_settings/${section}`));
  await take("settings-colours", async () => {
    await go("/_settings/appearance");
    await page.getByRole("button", { name: "Edit colours" }).click();
  });
  await take("settings-found", async () => {
    await go("/_settings");
    await page.getByRole("searchbox", { name: "Search settings" }).fill("mention");
  });
  await take("admin-people", () => go("/admin_console/people"));
  const actions = page.getByRole("button", { name: /^Actions for Jonas/ });
  await take("admin-person", async () => {
    await go("/admin_console/people");
    await actions.click();
    await menu.waitFor();
  });
  await take("admin-deactivate", async () => {
    await go("/admin_console/people");
    await actions.click();
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    await dialog.first().waitFor();
  });
  await take("admin-configuration", () => go("/admin_console/configuration"));
  await take("admin-review", async () => {
    await go("/admin_console/configuration");
    await page.getByRole("searchbox", { name: "Search every key" }).fill("site name");
    await page.getByRole("region", { name: "TeamSettings.SiteName" }).getByRole("textbox").fill("Depot");
    await page.getByRole("button", { name: "Review and save" }).click();
    await dialog.first().waitFor();
  });
  // Somebody in several teams has them at the edge.
  await page.evaluate(async () => {
    const token = /MMCSRF=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    await fetch("/api/v4/teams", {
      method: "POST",
      headers: { "X-CSRF-Token": token },
      body: JSON.stringify({ name: "ostbahn", display_name: "Ostbahn", type: "I" }),
    });
  });
  await take("teams", home);
}
