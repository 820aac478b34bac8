import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Keys, keysOf } from "./keys";
import { call, channelId, field, firstPerson, invited, row, startWorld, type World } from "./world";

/**
 * The flows by keyboard alone: nothing is pressed, filled or focused but by keys. `KEYBOARD=all`, in `make soak`, does
 * those too that other flows do with the mouse.
 */
const inFull = test.runIf(process.env.KEYBOARD === "all");

let world: World;
let anna: Keys;
let ben: Page;
let channel: string;

beforeAll(async () => {
  world = await startWorld();
  const page = await firstPerson(world);
  channel = await channelId(page);
  ben = await invited(world, page, "ben");
  const cleo = await invited(world, page, "cleo");
  await cleo.context().close();
  await page.reload();
  await field(page).waitFor();
  anna = keysOf(page);
});
afterAll(async () => {
  await world?.end();
});

const said = (text: string): Locator => row(anna.page.getByRole("main"), text);
const pane = (): Locator => anna.page.getByRole("complementary", { name: /^Thread in/ });
const sidebar = (): Locator => anna.page.getByRole("navigation", { name: "Channels" });
const heading = (name: string): Locator => anna.page.getByRole("heading", { level: 1, name });
const focused = (on: Locator): Promise<boolean> =>
  on.evaluate((element) => element === document.activeElement);

async function post(message: string, root = ""): Promise<string> {
  return (await call<{ id: string }>(ben, "POST", "/posts", { channel_id: channel, root_id: root, message }))
    .id;
}

/** Opens a channel of the sidebar by a few letters. */
async function goTo(name: string): Promise<void> {
  await anna.press("Control+k");
  await anna.page.getByRole("dialog").getByRole("combobox").waitFor();
  await anna.type(name);
  await anna.page.getByRole("option", { selected: true }).filter({ hasText: name }).waitFor();
  await anna.press("Enter");
  await heading(name).waitFor();
  await expect.poll(() => focused(field(anna.page))).toBe(true);
}

/** Puts the focus on a message: out of the field, to the newest, and up from there. */
async function toMessage(text: string): Promise<void> {
  await said(text).waitFor();
  const isWriting = (): Promise<boolean> =>
    anna.page.evaluate(() => document.activeElement?.matches("textarea") ?? false);
  if (await isWriting()) await anna.press("Shift+F6");
  expect(await isWriting()).toBe(false);
  await anna.press("j");
  for (let count = 0; count < 30 && !(await focused(said(text))); count += 1) await anna.press("k");
  expect(await focused(said(text))).toBe(true);
}

test("a message is sent, changed, deleted and brought back", async () => {
  await goTo("Town Square");
  await anna.type("Track four is closed");
  await anna.press("Enter");
  await said("Track four is closed").and(anna.page.locator("article:not([data-state])")).waitFor();
  await anna.press("ArrowUp");
  await anna.page.getByRole("textbox", { name: "Change your message" }).waitFor();
  await anna.press("Control+End");
  await anna.type(" until noon");
  await anna.press("Enter");
  await said("until noon").getByText("(edited)").waitFor();
  await toMessage("until noon");
  await anna.press("Delete");
  await said("Message deleted").waitFor();
  await anna.press("z");
  await said("until noon").waitFor();
  await toMessage("until noon");
  await anna.press("Delete");
  await said("Message deleted").waitFor();
  await expect
    .poll(async () => JSON.stringify(await call(ben, "GET", `/channels/${channel}/posts`)), {
      timeout: 15_000,
    })
    .not.toContain("until noon");
});

test("what has the focus is seen, however far up one goes", async () => {
  for (let index = 1; index <= 30; index += 1) await post(`Stop ${index}`);
  await said("Stop 30").waitFor();
  await anna.press("Shift+F6 j");
  for (let count = 0; count < 25; count += 1) await anna.press("k");
  expect(await focused(said("Stop 5"))).toBe(true);
  const isSeen = (): Promise<boolean> =>
    said("Stop 5").evaluate((element) => {
      const list = element.closest("[data-messages]")?.getBoundingClientRect();
      const box = element.getBoundingClientRect();
      return list !== undefined && box.top >= list.top && box.bottom <= list.bottom;
    });
  await expect.poll(isSeen).toBe(true);
  for (let count = 0; count < 25; count += 1) await anna.press("j");
  expect(await focused(said("Stop 30"))).toBe(true);
  await anna.press("c");
});

test("a thread is answered, followed or not, and read in its inbox", async () => {
  const root = await post("Who has the key of the depot?");
  await toMessage("key of the depot");
  await anna.press("r");
  await pane().getByRole("textbox").waitFor();
  await expect.poll(() => focused(pane().getByRole("textbox"))).toBe(true);
  await anna.type("I have it");
  await anna.press("Enter");
  await pane().getByRole("article").filter({ hasText: "I have it" }).waitFor();
  await anna.enter(pane().getByRole("button", { name: "Stop following" }), true);
  await pane().getByRole("button", { name: "Follow thread" }).waitFor();
  await anna.enter(pane().getByRole("button", { name: "Follow thread" }));
  await pane().getByRole("button", { name: "Stop following" }).waitFor();
  await anna.press("Escape");
  await expect.poll(() => pane().count()).toBe(0);
  expect(await focused(said("key of the depot"))).toBe(true);

  await post("Bring it to platform two", root);
  await anna.enter(sidebar().getByRole("link", { name: /^Threads/ }));
  await anna.page.getByRole("heading", { name: "Threads" }).waitFor();
  const item = anna.page.getByRole("button", { name: /key of the depot/ });
  await item.getByText("1 new").waitFor();
  await anna.enter(item);
  await pane().getByRole("article").filter({ hasText: "platform two" }).waitFor();
  await expect.poll(() => item.getByText("1 new").count()).toBe(0);
  await goTo("Town Square");
});

test("two keys lead to threads, what is saved, drafts and home, and the way back leads back", async () => {
  // From the field, and back to it: what is typed then is written.
  await goTo("Town Square");
  await anna.type("Not yet");
  // What is being written where one is moves nothing beside it.
  expect(await sidebar().getByRole("link", { name: "Drafts" }).count()).toBe(0);
  await anna.press("Shift+F6 g t");
  await heading("Threads").waitFor();
  await sidebar().getByRole("link", { name: "Drafts" }).waitFor();
  await anna.press("g s");
  await heading("Saved").waitFor();
  await anna.press("Alt+ArrowLeft");
  await heading("Threads").waitFor();
  await anna.press("Alt+ArrowRight");
  await heading("Saved").waitFor();
  await anna.press("g d");
  await heading("Drafts").waitFor();
  const remove = anna.page.getByRole("button", { name: "Delete the draft in Town Square" });
  await anna.enter(remove);
  await anna.page.getByText("No drafts").waitFor();
  await expect.poll(() => sidebar().getByRole("link", { name: "Drafts" }).count()).toBe(0);
  await anna.press("z");
  await anna.enter(anna.page.getByRole("button", { name: "Open the draft in Town Square" }));
  await heading("Town Square").waitFor();
  await expect.poll(() => focused(field(anna.page))).toBe(true);
  expect(await field(anna.page).inputValue()).toBe("Not yet");
  await anna.press("Control+a Delete Shift+F6 g s");
  await heading("Saved").waitFor();
  await anna.press("g h");
  await heading("Town Square").waitFor();
});

test("keys react, open the thread, close it and open it again, and what is typed goes into the message", async () => {
  await post("Who takes the night train?");
  await toMessage("night train");
  await anna.press("1");
  await said("night train")
    .getByRole("button", { name: /anna reacted/ })
    .waitFor();
  await anna.press("Enter");
  await expect.poll(() => focused(pane().getByRole("textbox"))).toBe(true);
  await anna.press("Control+.");
  await expect.poll(() => pane().count()).toBe(0);
  await anna.press("Control+.");
  await pane().getByRole("textbox").waitFor();
  await anna.press("Escape");
  await expect.poll(() => pane().count()).toBe(0);
  // A letter that is no key of a message begins one.
  await anna.type("Yes");
  await expect.poll(() => field(anna.page).inputValue()).toBe("Yes");
  await anna.press("Control+a Delete");
});

test("nobody disturbs me, only what is unread is listed, and nothing is left that mentions me", async () => {
  await anna.press("Shift+F6 d d");
  await anna.page.getByRole("status").getByText("Do not disturb").waitFor();
  await anna.press("d d");
  await anna.page.getByRole("status").getByText("Online").waitFor();
  const filter = anna.page.getByRole("button", { name: "Show unread only" });
  await anna.press("Control+Shift+u");
  expect(await filter.getAttribute("aria-pressed")).toBe("true");
  await anna.press("Control+Shift+u");
  expect(await filter.getAttribute("aria-pressed")).toBe("false");
  await anna.press("Shift+N");
  await anna.page.getByRole("status").getByText("All caught up").waitFor();
  await anna.press("?");
  const help = anna.page.getByRole("dialog", { name: "Keyboard" });
  await help.waitFor();
  await anna.type("shift+n");
  await help.getByText("Next mention").waitFor();
  expect(await help.getByText("Next unread").count()).toBe(0);
  await anna.press("Escape");
});

test("addresses of pages that are not made yet say so", async () => {
  for (const page of ["mentions", "search?q=depot", "tags/depot"]) {
    await anna.page.goto(`${world.url}/nordlinje/${page}`);
    await anna.page.getByText("Not made yet").waitFor();
  }
  await anna.page.goto(`${world.url}/nordlinje/nowhere/at/all`);
  await anna.page.getByText("You can't open this").waitFor();
  await anna.enter(anna.page.getByRole("link", { name: "Go to your channels" }));
  await heading("Town Square").waitFor();
});

test("a direct message and a group are begun", async () => {
  const to = anna.page.getByRole("combobox", { name: "To" });
  const start = anna.page.getByRole("button", { name: "Start" });
  async function choose(name: string): Promise<void> {
    await expect.poll(() => focused(to)).toBe(true);
    await anna.type(name);
    await anna.page.getByRole("option", { name: new RegExp(name), selected: true }).waitFor();
    await anna.press("Enter");
    await expect.poll(() => to.inputValue()).toBe("");
  }
  await anna.press("Control+Shift+K");
  await choose("ben");
  await anna.enter(start);
  await heading("ben").waitFor();
  await expect.poll(() => focused(field(anna.page))).toBe(true);
  await anna.type("Only you");
  await anna.press("Enter");
  await said("Only you").waitFor();
  await ben.getByRole("link", { name: "anna 1 mention" }).waitFor();

  await anna.press("Control+Shift+K");
  await choose("ben");
  await choose("cleo");
  await anna.enter(start);
  await heading("ben, cleo").waitFor();
  await expect.poll(() => focused(field(anna.page))).toBe(true);
  await anna.type("All of us");
  await anna.press("Enter");
  await said("All of us").waitFor();
  await goTo("Town Square");
});

inFull("a channel is made, found, left and archived", async () => {
  await anna.enter(sidebar().getByRole("button", { name: "Add channels" }));
  await anna.page.getByRole("menuitem", { name: "Create a channel" }).waitFor();
  await anna.to(anna.page.getByRole("menuitem", { name: "Create a channel" }));
  await anna.press("Enter");
  await anna.page.getByRole("dialog").waitFor();
  await anna.to(anna.page.getByLabel("Name"));
  await anna.type("Night trains");
  await anna.press("Enter");
  await heading("Night trains").waitFor();
  await anna.enter(anna.page.getByRole("button", { name: "Night trains", exact: true }), true);
  await anna.press("End");
  await menuTo("Archive channel");
  await anna.page.getByRole("alertdialog").waitFor();
  await anna.enter(anna.page.getByRole("alertdialog").getByRole("button", { name: "Archive channel" }));
  await expect.poll(() => anna.page.getByRole("alertdialog").count()).toBe(0);
  await goTo("Off-Topic");
  await anna.enter(anna.page.getByRole("button", { name: "Off-Topic", exact: true }), true);
  await menuTo("Leave channel");
  await heading("Town Square").waitFor();
  await anna.enter(sidebar().getByRole("button", { name: "Add channels" }));
  await menuTo("Browse channels");
  await anna.enter(anna.page.getByRole("button", { name: "Join Off-Topic" }));
  await heading("Off-Topic").waitFor();
  await goTo("Town Square");
});

/** Chooses something of the open menu with the arrows. */
async function menuTo(name: string): Promise<void> {
  const item = anna.page.getByRole("menuitem", { name, exact: true });
  await item.waitFor();
  for (let count = 0; count < 30 && !(await focused(item)); count += 1) await anna.press("ArrowDown");
  expect(await focused(item)).toBe(true);
  await anna.press("Enter");
}

inFull("a reaction is given and taken back", async () => {
  await post("The new bridge is open");
  await toMessage("new bridge");
  await anna.press("+");
  await anna.page.getByRole("combobox").or(anna.page.getByPlaceholder(/emoji/i)).first().waitFor();
  await anna.type("tada");
  await anna.page.locator("[aria-selected=true]").filter({ hasText: "🎉" }).waitFor();
  await anna.press("Enter");
  const chip = said("new bridge").getByRole("button", { name: /reacted with :tada:/ });
  await chip.waitFor();
  await toMessage("new bridge");
  await anna.enter(chip);
  await expect.poll(() => chip.count()).toBe(0);
});

inFull("a message is pinned, saved, found among what is saved, and made unread", async () => {
  const id = await post("Keep this in mind");
  await toMessage("in mind");
  await anna.press("p");
  await said("in mind").getByText("Pinned").waitFor();
  await anna.press("s");
  await said("in mind").getByText("Saved").waitFor();
  await anna.enter(sidebar().getByRole("link", { name: /^Saved/ }));
  await anna.page.getByRole("heading", { name: "Saved" }).waitFor();
  await said("in mind").waitFor();
  await goTo("Town Square");
  await toMessage("in mind");
  await anna.press("u");
  await anna.page.getByRole("separator", { name: "New messages" }).waitFor();
  await anna.press("Escape");
  await expect.poll(() => anna.page.getByRole("separator", { name: "New messages" }).count()).toBe(0);
  expect((await call<{ is_pinned: boolean }>(ben, "GET", `/posts/${id}`)).is_pinned).toBe(true);
});

inFull("theme, density and language are changed", async () => {
  const attribute = (name: string): Promise<string | null> => anna.page.locator("html").getAttribute(name);
  await anna.press("Control+,");
  await anna.page.getByRole("heading", { name: "Settings" }).waitFor();
  await anna.enter(anna.page.getByRole("link", { name: "Appearance" }));
  await anna.to(anna.page.getByRole("radio", { name: "System", exact: true }));
  await anna.press("ArrowDown ArrowDown ArrowDown");
  await expect.poll(() => attribute("data-theme")).toBe("dark");
  await anna.press("ArrowUp ArrowUp ArrowUp");
  await expect.poll(() => attribute("data-theme")).toBeNull();
  await anna.to(anna.page.getByRole("radio", { name: "Comfortable" }));
  await anna.press("ArrowLeft");
  await expect.poll(() => attribute("data-density")).toBe("compact");
  await anna.press("ArrowRight");
  await expect.poll(() => attribute("data-density")).toBeNull();
  await anna.enter(anna.page.getByRole("link", { name: "Language and time" }), true);
  await anna.to(anna.page.getByRole("radio", { name: "English" }));
  await anna.press("ArrowRight");
  await anna.page.getByRole("heading", { name: "Einstellungen" }).waitFor();
  await anna.press("ArrowLeft");
  await anna.page.getByRole("heading", { name: "Settings" }).waitFor();
  await anna.enter(anna.page.getByRole("button", { name: "Back to your conversations" }), true);
  await field(anna.page).waitFor();
});

inFull("a setting is changed and somebody deactivated in the administration", async () => {
  await anna.enter(sidebar().getByRole("button", { name: "anna" }));
  await menuTo("Administration");
  await anna.enter(anna.page.getByRole("link", { name: "Configuration" }));
  await anna.to(anna.page.getByRole("searchbox", { name: "Search every key" }));
  await anna.type("site name");
  const setting = anna.page.getByRole("region", { name: "TeamSettings.SiteName" });
  await anna.to(setting.getByRole("textbox"));
  await anna.press("Control+a");
  await anna.type("Depot");
  await anna.enter(anna.page.getByRole("button", { name: "Review and save" }));
  await anna.page.getByRole("dialog").waitFor();
  await anna.enter(anna.page.getByRole("dialog").getByRole("button", { name: "Save" }));
  await anna.page.getByText("1 change saved").waitFor();
  await anna.enter(anna.page.getByRole("link", { name: "People" }), true);
  await anna.enter(anna.page.getByRole("button", { name: "Actions for cleo" }));
  await menuTo("Deactivate");
  await anna.enter(anna.page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }));
  await anna.page.getByText("cleo is deactivated").waitFor();
  await anna.enter(anna.page.getByRole("button", { name: "Back to your conversations" }), true);
  await field(anna.page).waitFor();
});

inFull("one logs out and in again", async () => {
  await anna.enter(sidebar().getByRole("button", { name: "anna" }));
  await menuTo("Log out");
  await anna.page.getByRole("heading", { name: "Welcome back" }).waitFor();
  await anna.to(anna.page.getByLabel("E-mail or username"));
  await anna.type("anna");
  await anna.press("Tab");
  await anna.to(anna.page.getByRole("textbox", { name: "Password" }));
  await anna.type("correct horse battery");
  await anna.press("Enter");
  await field(anna.page).waitFor();
  expect(world.faults).toEqual([]);
});
