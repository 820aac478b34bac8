import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  call,
  channelId,
  firstPerson,
  invitation,
  row,
  signUp,
  startWorld,
  teamOf,
  type World,
  write,
} from "./world";

let world: World;
let anna: Page;
let ben: Page;

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
});
afterAll(async () => {
  await world?.end();
});

const sidebar = (page: Page) => page.getByRole("navigation", { name: "Channels" });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("somebody joins the team by its invitation link", async () => {
  await anna.getByRole("button", { name: "Menu of Nordlinje" }).click();
  await anna.getByRole("menuitem", { name: "Invite people" }).click();
  const link = await anna.getByLabel("Invitation link").inputValue();
  await anna.keyboard.press("Escape");
  expect(link).toContain("/signup_user_complete?id=");

  ben = await world.person(link.slice(world.url.length));
  await signUp(ben, "ben");
  await heading(ben, "Town Square").waitFor();
});

test("a channel is made, found, joined, renamed, its people managed, left and archived", async () => {
  await sidebar(anna).getByRole("button", { name: "Add channels" }).click();
  await anna.getByRole("menuitem", { name: "Create a channel" }).click();
  await anna.getByRole("button", { name: "Create channel" }).click();
  await anna.getByText("Give it a name.").waitFor();
  await anna.getByLabel("Name").fill("Winter timetable");
  await anna.getByLabel("What is it for?").fill("The change of 13 December");
  await anna.keyboard.press("Enter");
  await heading(anna, "Winter timetable").waitFor();
  expect(anna.url()).toContain("/nordlinje/channels/winter-timetable");

  await sidebar(ben).getByRole("button", { name: "Add channels" }).click();
  await ben.getByRole("menuitem", { name: "Browse channels" }).click();
  await ben.getByLabel("Find a channel").fill("wintér");
  await ben.getByText("The change of 13 December").waitFor();
  await ben.getByRole("button", { name: "Join Winter timetable" }).click();
  await heading(ben, "Winter timetable").waitFor();
  await sidebar(ben).getByRole("link", { name: "Winter timetable" }).waitFor();

  await anna.getByRole("button", { name: "Winter timetable", exact: true }).click();
  await anna.getByRole("menuitem", { name: "Edit channel" }).click();
  await anna.getByLabel("Name").fill("Winter");
  await anna.getByLabel("Header").fill("Until March");
  await anna.getByRole("button", { name: "Save" }).click();
  await heading(ben, "Winter").waitFor();
  await ben.getByText("Until March", { exact: true }).waitFor();

  await anna.getByRole("button", { name: /members?$/ }).click();
  await anna.getByRole("button", { name: "Menu of ben" }).click();
  await anna.getByRole("menuitem", { name: "Make channel admin" }).click();
  await expect.poll(() => anna.getByText("Channel admin", { exact: true }).count()).toBe(2);
  await anna.keyboard.press("Escape");

  await ben.getByRole("button", { name: "Winter", exact: true }).click();
  // One who can't be let go stays.
  const leaving = "**/channels/*/members/*";
  await ben.route(leaving, (route) => route.fulfill({ status: 403, json: {} }));
  await ben.getByRole("menuitem", { name: "Leave channel" }).click();
  const retry = ben.getByRole("button", { name: "Try again" });
  await retry.waitFor();
  expect(ben.url()).toContain("/channels/winter-timetable");
  await ben.unroute(leaving);
  await retry.click();
  await heading(ben, "Town Square").waitFor();
  await expect.poll(() => sidebar(ben).getByRole("link", { name: "Winter" }).count()).toBe(0);

  await anna.getByRole("button", { name: "Winter", exact: true }).click();
  await anna.getByRole("menuitem", { name: "Archive channel" }).click();
  await anna.getByRole("alertdialog").getByRole("button", { name: "Archive channel" }).click();
  await sidebar(anna).getByRole("link", { name: "Town Square" }).click();
  await expect.poll(() => sidebar(anna).getByRole("link", { name: "Winter" }).count()).toBe(0);
});

test("a direct message and a group are begun, heard, and closed", async () => {
  const cleo = await world.person(await invitation(anna));
  await signUp(cleo, "cleo");
  await heading(cleo, "Town Square").waitFor();

  await anna.keyboard.press("Control+Shift+K");
  await anna.getByRole("combobox", { name: "To" }).fill("ben");
  await anna.getByRole("option", { name: /ben/ }).click();
  await anna.getByRole("button", { name: "Start" }).click();
  await heading(anna, "ben").waitFor();
  expect(anna.url()).toContain("/nordlinje/messages/@ben");
  await anna.getByText("seen by the people in this conversation").waitFor();
  await write(anna, "Just us two");
  await sidebar(ben).getByRole("link", { name: "anna 1 mention" }).click();
  await row(ben, "Just us two").waitFor();

  await anna.keyboard.press("Control+Shift+K");
  for (const name of ["ben", "cleo"]) {
    await anna.getByRole("combobox", { name: "To" }).fill(name);
    await anna.getByRole("option", { name: new RegExp(name) }).click();
  }
  await anna.getByRole("button", { name: "Start" }).click();
  await heading(anna, "ben, cleo").waitFor();
  await write(anna, "All three");
  await sidebar(cleo)
    .getByRole("link", { name: /anna, ben/ })
    .click();
  await row(cleo, "All three").waitFor();

  await sidebar(anna).getByRole("link", { name: "ben, cleo" }).click({ button: "right" });
  await anna.getByRole("menuitem", { name: "Close conversation" }).click();
  await heading(anna, "Town Square").waitFor();
  await expect.poll(() => sidebar(anna).getByRole("link", { name: "ben, cleo" }).count()).toBe(0);
  await write(cleo, "Still here");
  await sidebar(anna)
    .getByRole("link", { name: /ben, cleo 1 mention/ })
    .waitFor();
  expect(world.faults).toEqual([]);
});

test("the switcher goes to people and channels by a few letters, and joins what is open", async () => {
  const team = await teamOf(anna);
  await call(ben, "POST", "/channels", {
    team_id: team.id,
    name: "canteen",
    display_name: "Cantéen",
    type: "O",
  });
  await anna.keyboard.press("Control+k");
  await anna.getByRole("combobox").fill("@ben");
  await anna.getByRole("option", { name: /(^| )ben$/ }).waitFor();
  await anna.keyboard.press("Enter");
  await heading(anna, "ben").waitFor();
  await expect.poll(() => anna.title()).toContain("ben - Nordlinje");

  await anna.keyboard.press("Control+k");
  await anna.getByRole("combobox").fill("cantee");
  await anna.getByRole("option", { name: /Cantéen/ }).waitFor();
  await anna.keyboard.press("Enter");
  await heading(anna, "Cantéen").waitFor();
  await sidebar(anna).getByRole("link", { name: "Cantéen" }).waitFor();
  expect(world.faults).toEqual([]);
});

test("who is taken out of an open channel goes to the town square, and is not brought in again", async () => {
  const team = await teamOf(anna);
  const quay = { team_id: team.id, name: "quay", display_name: "Quay", type: "O" };
  const { id } = await call<{ id: string }>(anna, "POST", "/channels", quay);
  const me = await call<{ id: string }>(ben, "GET", "/users/me");
  const isIn = (): Promise<boolean> =>
    call(anna, "GET", `/channels/${id}/members/${me.id}`).then(
      () => true,
      () => false,
    );
  await ben.goto(`${world.url}/nordlinje/channels/quay`);
  await heading(ben, "Quay").waitFor();
  const other = await ben.context().newPage();
  await other.goto(`${world.url}/nordlinje/channels/quay`);
  await heading(other, "Quay").waitFor();
  await expect.poll(isIn).toBe(true);
  await call(anna, "DELETE", `/channels/${id}/members/${me.id}`);
  await heading(ben, "Town Square").waitFor();
  await heading(other, "Town Square").waitFor();
  expect(await isIn()).toBe(false);
  await other.close();
});

test("an archived channel is read under its address by who was in it, however often", async () => {
  const team = await teamOf(anna);
  const made = { team_id: team.id, name: "old-works", display_name: "Old works", type: "O" };
  const { id } = await call<{ id: string }>(anna, "POST", "/channels", made);
  await call(anna, "POST", "/posts", { channel_id: id, message: "The last shift" });
  await anna.goto(`${world.url}/nordlinje/channels/old-works`);
  await anna.getByText("The last shift").waitFor();
  // It is kept as it was before somebody archives it.
  await anna.goto("about:blank");
  const other = await anna.context().newPage();
  await other.goto(`${world.url}/nordlinje/channels/town-square`);
  await call(other, "DELETE", `/channels/${id}`);
  await other.close();
  for (const _ of ["as it was kept", "as it is"]) {
    await anna.goto(`${world.url}/nordlinje/channels/old-works`);
    await anna.getByText("Old works is archived.").waitFor();
    await anna.getByText("The last shift").waitFor();
    await anna.getByText("It is archived").waitFor();
    await expect.poll(() => sidebar(anna).getByRole("link", { name: "Town Square" }).count()).toBe(1);
    await anna.waitForLoadState("networkidle");
    expect(anna.url()).toContain("/channels/old-works");
  }
});

test("an address that could not be asked for says so, and opens when it is tried again", async () => {
  await call(ben, "POST", "/channels", {
    team_id: (await teamOf(ben)).id,
    name: "later",
    display_name: "Later",
    type: "O",
  });
  const asked = "**/channels/name/later?*";
  await anna.route(asked, (route) =>
    route.fulfill({ status: 503, json: { id: "", message: "", status_code: 503 } }),
  );
  await anna.goto(`${world.url}/nordlinje/channels/later`);
  await heading(anna, "Can't be opened now").waitFor();
  await anna.getByText("The server has too much to do. Try again in a moment.").waitFor();
  await anna.unroute(asked);
  await anna.getByRole("button", { name: "Try again" }).click();
  await heading(anna, "Later").waitFor();
});

test("an address leads to a conversation that is not begun, and to one message of a channel", async () => {
  await ben.goto(`${world.url}/nordlinje/messages/@cleo`);
  await heading(ben, "cleo").waitFor();
  // While it is being asked who that is there is an empty sheet, and then that there is nobody.
  let answer = (): void => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await ben.route("**/users/username/nobody", async (route) => {
    await asked;
    await route.continue();
  });
  await ben.goto(`${world.url}/nordlinje/messages/@nobody`);
  const sheet = ben.locator(".desk-missing");
  await sheet.waitFor();
  expect(await sheet.textContent()).toBe("");
  answer();
  await sheet.getByText("You can't open this").waitFor();
  const square = await channelId(anna);
  const said = await call<{ id: string }>(anna, "POST", "/posts", { channel_id: square, message: "Here" });
  await ben.goto(`${world.url}/nordlinje/channels/town-square/${said.id}`);
  await ben.locator(`[data-post="${said.id}"][data-target]`).waitFor();
  expect(world.faults).toEqual([]);
});
