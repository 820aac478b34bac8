// Every screen of the client in every state that it has, one list for all who look at them: `make screenshots` takes
// pictures, and `web_axe` of `make soak` judges them.
import type { Locator, Page } from "playwright-core";
import { call, type World } from "../flows/world";
import { calm, load, watch } from "./calm";
import { seed } from "./seed";

/** Looks at a screen. `ready` brings it about anew, for a window of another size. */
export type Visit = (name: string, page: Page, ready?: () => Promise<unknown>) => Promise<void>;

/** Goes through every screen, from the first run on, over a server that somebody works on. */
export async function walk(world: World, visit: Visit): Promise<void> {
  /** A screen that is there, once what is on it and on no other is. */
  const see = async (name: string, page: Page, shown: Locator): Promise<void> => {
    await shown.first().waitFor();
    await calm(page);
    await visit(name, page);
  };
  const elin = await world.person();
  watch(elin);
  await see("first-run-1", elin, elin.getByText("Step 1 of"));
  await elin.getByLabel("E-mail").fill("elin.berg@nordlinje.example");
  await elin.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await elin.keyboard.press("Enter");
  await elin.getByText("Step 2 of").waitFor();
  await elin.getByLabel("Name", { exact: true }).fill("Nordlinje");
  await elin.getByLabel("Address").fill("https://chat.nordlinje.example");
  await see("first-run-2", elin, elin.getByText("Live updates work only"));
  await elin.getByLabel("Address").fill(world.url);
  await elin.keyboard.press("Enter");
  await see("first-run-3", elin, elin.getByText("Step 3 of"));
  await elin.keyboard.press("Enter");
  await see("first-run-4", elin, elin.getByText("Step 4 of"));
  const invitation = await elin.getByLabel("Invitation link").inputValue();
  await elin.getByRole("button", { name: /^Open / }).click();
  await elin.getByRole("textbox", { name: /^Message to/ }).waitFor();

  const guest = await world.person(invitation.slice(world.url.length));
  watch(guest);
  await see("door-invited", guest, guest.getByRole("heading", { name: /You are invited/ }));
  await guest.getByRole("button", { name: "Make account" }).click();
  await see("door-invited-wrong", guest, guest.getByText("This is not an e-mail address."));
  await load(guest, `${world.url}/signup_user_complete`);
  await see("door-closed", guest, guest.getByText("Accounts are made by invitation"));
  await load(guest, `${world.url}/login`);
  await guest.getByLabel("E-mail or username").fill("elin.berg");
  await guest.getByRole("textbox", { name: "Password" }).fill("wrong");
  await guest.keyboard.press("Enter");
  await see("door-login", guest, guest.getByRole("alert"));
  await guest.context().close();

  const { cake } = await seed(world.url, "elin.berg");
  await screens(world, elin, visit, cake);
}

/** `unread` is a message in the first channel of all, which is unread from there on. */
async function screens(world: World, page: Page, visit: Visit, unread: string): Promise<void> {
  /** A screen: what is there then and nowhere else, and what brings it about. */
  const take = (name: string, shown: Locator, ready: () => Promise<unknown>): Promise<void> =>
    visit(name, page, async () => {
      await ready();
      await shown.first().waitFor();
      await calm(page);
    });
  // What is not there soon is not there at all, and nobody waits for it at each width.
  page.setDefaultTimeout(12_000);
  /**
   * An address, with nothing over it that the history keeps, and the first word of the server on the connection: nothing
   * is asked for by itself after that.
   */
  const go = async (path: string): Promise<void> => {
    await page.evaluate(() => history.replaceState(null, ""));
    const hello = page.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
    await Promise.all([hello, load(page, `${world.url}${path}`)]);
  };
  const at = (path: string) => (): Promise<void> => go(path);
  const isNarrow = (): boolean => (page.viewportSize()?.width ?? 0) <= 768;
  const side = page.getByRole("navigation", { name: "Channels", exact: true });
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  const menu = page.getByRole("menu");
  const item = (name: string | RegExp): Locator =>
    menu.getByRole("menuitem", { name }).or(menu.getByRole("menuitemradio", { name }));
  // On a phone what lies over the channel hides it.
  const main = page.locator("main");
  const field = main.getByRole("textbox", { name: /^Message to/ });
  const article = (text: string): Locator => main.getByRole("article").filter({ hasText: text });
  const root = article("Points 12 at Halden");
  const own = article("Yes, please say so");
  const members = main.getByRole("button", { name: "7 members" });
  const dispatch = "/nordlinje/channels/dispatch";
  const opened = async (): Promise<void> => {
    await go(dispatch);
    for (const part of [article("The 11:05 is away"), field, members]) await part.first().waitFor();
  };
  /** The channel, and something done in it. */
  const after = (act: () => Promise<unknown>) => async (): Promise<void> => {
    await opened();
    await act();
  };
  /** What lies beside the channel, or over it. */
  const pane = (name: string | RegExp): Locator =>
    page.getByRole("complementary", { name }).or(page.getByRole("main", { name }));
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  /** The list follows the focus a frame later. */
  const focus = async (row: Locator): Promise<void> => {
    // Only what shows and a little around it is on the page.
    for (let tries = 0; tries < 20 && (await row.count()) === 0; tries += 1) {
      await main.locator("[data-messages]").evaluate((log) => log.scrollBy(0, -400));
      await calm(page);
    }
    // A row that comes into the window for this may be another element afterwards.
    for (let tries = 0; tries < 5; tries += 1) {
      await row.focus();
      await calm(page);
      if (await row.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    }
    throw new Error("the row does not take the focus");
  };
  const onRoot = async (keys: string): Promise<void> => {
    await focus(root);
    await press(keys);
  };
  /** The last sign is typed: what is suggested comes with keys. */
  const write = async (text: string): Promise<void> => {
    await field.fill(text.slice(0, -1));
    await field.press("End");
    await page.keyboard.type(text.slice(-1));
  };

  await take("channel", article("The 11:05 is away"), opened);
  await take(
    "channel-top",
    root,
    after(() => focus(root)),
  );
  await take("side", side.or(field), at("/nordlinje"));
  for (const [name, text, suggested] of [
    ["channel-composing", "**Halden**: the next one is at `11:40`.\n- platform 2\n- @take", /Takeshi/],
    ["suggest-channels", "See ~de", /Depot systems/],
    ["suggest-emoji", "Well done :ta", /tada/],
    ["suggest-commands", "/", /away/],
  ] as const) {
    await take(
      name,
      page.getByRole("option", { name: suggested }),
      after(() => write(text)),
    );
  }
  await take(
    "preview",
    page.getByRole("region", { name: /Preview/ }).getByRole("heading", { name: "Halden" }),
    after(async () => {
      await field.fill("## Halden\n\n1. the next one is at `11:40`\n2. **platform 2**");
      await press("Control+Alt+p");
    }),
  );
  await take(
    "too-long",
    page.getByText(/too many/),
    after(() => field.fill("Halden. ".repeat(2_200))),
  );
  await opened();
  await field.fill("");
  await take(
    "message-menu",
    item("Mark unread from here"),
    after(async () => {
      await focus(root);
      await root.locator(".message-tools button").last().click();
    }),
  );
  await take(
    "editing",
    main.locator("article textarea"),
    after(() => focus(own).then(() => press("e"))),
  );
  await take(
    "emoji",
    page.getByRole("listbox", { name: "Emoji" }).getByRole("option").nth(40),
    after(() => onRoot("+")),
  );
  await take(
    "calendar",
    page.getByRole("grid"),
    after(() => main.locator(".list-day").getByRole("button").last().click()),
  );
  await take(
    "person",
    page.locator(".person-card-facts li"),
    after(() => own.locator("button[data-person]").first().click()),
  );
  const thread = pane(/^Thread/);
  const reply = thread.getByRole("article").filter({ hasText: "it is the controller" });
  await take(
    "thread",
    reply,
    after(() => onRoot("r")),
  );
  const pinned = pane("Pinned messages");
  const pin = main.getByRole("button", { name: "Pinned messages" });
  await take(
    "pinned",
    pinned.getByRole("article"),
    after(() => pin.click()),
  );
  const begins = (name: string): Locator => main.getByText(`This is where ~${name}`);
  await take("pinned-none", pinned.getByText("Nothing pinned"), async () => {
    await go("/nordlinje/channels/board");
    await begins("Board").waitFor();
    await pin.click();
  });
  await take(
    "history",
    page.getByRole("dialog", { name: "Edit history" }).getByRole("listitem").nth(1),
    after(() => main.getByRole("button", { name: "(edited)" }).first().click()),
  );
  const undo = page.getByRole("button", { name: /^Undo/ });
  await take("deleted", undo, async () => {
    // A page that is left meanwhile deletes at once.
    if (await undo.isVisible()) await press("z");
    await opened();
    await focus(own);
    await press("Delete");
    // It waits while somebody is there.
    await undo.focus();
  });
  await press("z");
  await page.route("**/api/v4/posts", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 403,
          json: { id: "refused", message: "You may not write here now.", status_code: 403 },
        })
      : route.continue(),
  );
  // It waits there over every loading, unless this screen is left out.
  const failed = article("The window moves");
  await take(
    "failed",
    failed.getByText(/^Not sent/),
    after(async () => {
      if ((await failed.count()) > 0) return;
      await field.fill("The window moves to 16:30.");
      await field.press("Enter");
    }),
  );
  await page.unroute("**/api/v4/posts");
  await opened();
  if ((await failed.count()) > 0) await failed.getByRole("button", { name: "Delete" }).click();
  await take(
    "everybody",
    dialog.getByText("Everybody in Dispatch is notified"),
    after(async () => {
      await field.fill("@channel the window moves to 16:30.");
      await field.press("Enter");
    }),
  );
  await opened();
  await field.fill("");
  await take("offline", page.getByText(/^You're offline/), async () => {
    // The page before would go on with its connection.
    await page.goto("about:blank");
    await page.context().setOffline(false);
    await opened();
    // The worker has the page then, and a connection that is there is not cut.
    await page.waitForFunction(async () => (await caches.keys()).length === 1);
    await page.context().setOffline(true);
    await load(page, `${world.url}${dispatch}`);
    await field.waitFor();
  });
  await page.context().setOffline(false);
  await page.route("**/set_unread", (route) =>
    route.fulfill({ status: 401, json: { id: "ended", message: "Log in again.", status_code: 401 } }),
  );
  await take(
    "expired",
    page.locator(".again").getByLabel("Password"),
    after(() => onRoot("u")),
  );
  await page.unroute("**/set_unread");

  for (const [name, text] of [
    ["switcher", ""],
    ["switcher-found", "ta"],
    ["switcher-none", "zzzzzz"],
  ] as const) {
    const list = page.locator(`.switcher [data-found="${text}"]`);
    await take(
      name,
      name === "switcher-none" ? list : list.getByRole("option"),
      after(async () => {
        await press("Control+k");
        await dialog.getByRole("option").first().waitFor();
        await page.keyboard.type(text);
      }),
    );
  }
  for (const [name, keys, shown] of [
    ["keyboard-help", "Control+/", dialog.getByText("Next message", { exact: true })],
    ["status", "Control+Shift+y", dialog.getByText("In a meeting")],
    ["new-message", "Control+Shift+K", dialog.getByLabel("To", { exact: true })],
  ] as const) {
    await take(
      name,
      shown,
      after(() => press(keys)),
    );
  }
  for (const [name, wanted, shown] of [
    ["channel-menu", "", item("Edit channel")],
    ["members", "Members", dialog.getByRole("list", { name: "Members" }).getByRole("listitem").nth(6)],
    ["notify", "Notifications", dialog.getByRole("switch", { name: "Mute" })],
    ["edit-channel", "Edit channel", dialog.getByLabel("Header")],
    // Who leaves an open channel is not asked.
    ["leave-channel", "Leave channel", dialog.getByText("Leave Board?")],
    ["archive", "Archive channel", dialog.getByText("7 people lose it")],
  ] as const) {
    await take(name, shown, async () => {
      if (name === "leave-channel") await go("/nordlinje/channels/board");
      else await opened();
      await main.locator(".channel-head-name").click();
      await item("Edit channel").waitFor();
      if (wanted !== "") await item(wanted).click();
    });
  }
  /** Where the list of channels shows. */
  const home = async (): Promise<void> => {
    await go(isNarrow() ? "/nordlinje" : dispatch);
    await side.getByRole("link", { name: /takeshi/ }).waitFor();
  };
  const row = side.getByRole("link", { name: /^Dispatch/ });
  const named = (name: string): Locator => side.getByRole("button", { name }).first();
  for (const [name, opener, wanted, shown] of [
    ["team-menu", named("Menu of Nordlinje"), "", item("Leave team")],
    ["invite", named("Menu of Nordlinje"), "Invite", dialog.getByLabel("Invitation link")],
    ["leave-team", named("Menu of Nordlinje"), "Leave team", dialog.getByText("Leave Nordlinje?")],
    ["me-menu", side.locator(".sidebar-me"), "", item("Log out")],
    ["quiet", side.locator(".sidebar-me"), "Do not disturb", item("For 1 hour")],
    ["add-menu", named("Add channels"), "", item("Browse")],
    ["browse", named("Add channels"), "Browse", dialog.getByText("7 members")],
    ["create-channel", named("Add channels"), "Create", dialog.getByLabel("What is it for?")],
    ["row-menu", row, "", item("Copy link")],
    ["new-category", row, "New category", dialog.getByLabel("Name")],
    ["category-menu", named("Menu of the category Channels"), "", item("By last message")],
  ] as const) {
    await take(name, shown, async () => {
      await home();
      await opener.click({ button: opener === row ? "right" : "left" });
      await menu.waitFor();
      if (wanted) await item(wanted).click();
    });
  }
  await take("channel-unread", main.getByRole("separator", { name: "New messages" }), async () => {
    // Whoever has looked at it has read it.
    await call(page, "POST", `/users/me/posts/${unread}/set_unread`, { collapsed_threads_supported: true });
    await go("/nordlinje/channels/town-square");
  });
  await take(
    "channel-long",
    begins("A channel with a name"),
    at("/nordlinje/channels/a-channel-with-a-name-that-is-far-too-long"),
  );
  await take("direct", article("I am on the radio"), at("/nordlinje/messages/@takeshi.mori"));
  await take("channel-empty", begins("Board"), at("/nordlinje/channels/board"));
  await take(
    "channel-archived",
    main.getByText("Old works is archived"),
    at("/nordlinje/channels/old-works"),
  );
  const followed = page.locator("[data-thread]");
  await take("threads", followed.nth(1), at("/nordlinje/threads"));
  await take("threads-open", reply, async () => {
    await go("/nordlinje/threads");
    await followed.filter({ hasText: "Points 12 at Halden" }).click();
  });
  await take("threads-unread", followed.filter({ hasText: "The lift in hall 2" }), async () => {
    await go("/nordlinje/threads");
    await page.getByRole("tab", { name: /Unread/ }).click();
    await followed.filter({ hasText: "Points 12 at Halden" }).waitFor({ state: "detached" });
  });
  await take("saved", own, at("/nordlinje/saved"));
  await take("drafts", main.getByRole("listitem").filter({ hasText: "bridge" }), async () => {
    await opened();
    await field.fill("The **bridge** at Moss is");
    await go("/nordlinje/drafts");
  });
  await opened();
  await field.fill("");
  await take("drafts-none", main.getByText("No drafts"), at("/nordlinje/drafts"));
  await take("missing", main.getByText("You can't open this"), at("/nordlinje/channels/nowhere"));
  await take("unmade", main.getByText("Not made yet"), at("/nordlinje/search?q=halden"));
  await take("link-gone", main.getByText("Not here"), at(`/nordlinje/pl/${"z".repeat(26)}`));
  await take("select-team", page.getByRole("listitem").filter({ hasText: "Nordlinje" }), at("/select_team"));
  await take("create-team", page.getByLabel("Team name"), at("/create_team"));
  await take("settings", page.getByRole("link", { name: "Notifications" }), at("/_settings"));
  const colours = page.getByRole("button", { name: "Edit colours" });
  for (const [section, shown] of [
    ["profile", main.getByLabel("First name")],
    ["security", main.getByLabel("Current password")],
    ["sessions", main.getByRole("button", { name: "End session" })],
    ["notifications", main.getByText("Tell me about")],
    ["appearance", colours],
    ["keyboard", main.getByText("Next message", { exact: true })],
    ["language", main.getByText("Time zone of this device")],
  ] as const)
    await take(`settings-${section}`, shown, at(`/_settings/${section}`));
  await take("settings-colours", main.getByRole("button", { name: "Use these colours" }), async () => {
    await go("/_settings/appearance");
    await colours.click();
  });
  for (const [name, term, shown] of [
    ["settings-found", "mention", main.getByRole("status").getByRole("link")],
    ["settings-none", "zzzzzz", main.getByText("Nothing here is called that.")],
  ] as const) {
    await take(name, shown, async () => {
      await go("/_settings");
      await page.getByRole("searchbox", { name: "Search settings" }).fill(term);
    });
  }
  const actions = page.getByRole("button", { name: /^Actions for Jonas/ });
  await take("admin-people", actions, at("/admin_console/people"));
  await take("admin-nobody", main.getByText("Nobody matches"), async () => {
    await go("/admin_console/people");
    await actions.waitFor();
    await page.getByRole("searchbox", { name: "Name, username or e-mail" }).fill("zzzzzz");
  });
  await take("admin-person", item("Deactivate"), async () => {
    await go("/admin_console/people");
    await actions.click();
  });
  await take("admin-deactivate", dialog.getByText(/^Deactivate Jonas/), async () => {
    await go("/admin_console/people");
    await actions.click();
    await item("Deactivate").click();
  });
  const key = (id: string): Locator => page.getByRole("region", { name: id, exact: true });
  await take(
    "admin-configuration",
    key("ServiceSettings.AllowCookiesForSubdomains"),
    at("/admin_console/configuration"),
  );
  await take("admin-review", dialog.getByText("TeamSettings.SiteName"), async () => {
    await go("/admin_console/configuration");
    await page.getByRole("searchbox", { name: "Search every key" }).fill("site name");
    await key("TeamSettings.SiteName").getByRole("textbox").fill("Depot");
    await page.getByRole("button", { name: "Review and save" }).click();
  });
  // Somebody in several teams has them at the edge.
  await call(page, "POST", "/teams", { name: "ostbahn", display_name: "Ostbahn", type: "I" });
  await take("teams", page.getByRole("link", { name: "Ostbahn" }), home);
}
