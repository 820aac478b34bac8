import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, firstPerson, invited, row, startWorld, teamOf, unreadIn, type World } from "./world";

let world: World;
let anna: Page;
let ben: Page;
const ids = { depot: "", leads: "", rosters: "" };

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
  const team = await teamOf(anna);
  for (const name of ["depot", "leads", "rosters"] as const) {
    const made = await call<{ id: string }>(anna, "POST", "/channels", {
      team_id: team.id,
      name,
      display_name: name,
      type: "O",
    });
    ids[name] = made.id;
  }
  ben = await invited(world, anna, "ben");
});
afterAll(async () => {
  await world?.end();
});

const sidebar = (page: Page) => page.getByRole("navigation", { name: "Channels" });
const group = (page: Page, name: string) => sidebar(page).getByRole("region", { name, exact: true });
const rows = (page: Page, name: string) =>
  group(page, name).getByRole("link").locator("bdi").allTextContents();

async function until(what: () => Promise<unknown>, wanted: unknown): Promise<void> {
  await expect.poll(what, { timeout: 5_000 }).toEqual(wanted);
}

test("channels are put into categories by menu, mouse and keyboard, and stay there", async () => {
  await sidebar(anna).getByRole("link", { name: "depot" }).click({ button: "right" });
  await anna.getByRole("menuitem", { name: "New category" }).click();
  await anna.getByLabel("Name").fill("Stations");
  await anna.getByRole("button", { name: "Create category" }).click();
  await until(() => rows(anna, "Stations"), ["depot"]);

  // By mouse, onto the row that is there.
  const depot = group(anna, "Stations").getByRole("link", { name: "depot" });
  await sidebar(anna)
    .getByRole("link", { name: "leads" })
    .dragTo(depot, { targetPosition: { x: 40, y: 26 } });
  await until(() => rows(anna, "Stations"), ["depot", "leads"]);

  // By keyboard, within the category and out of it into the one before it.
  await group(anna, "Stations").getByRole("link", { name: "leads" }).focus();
  await anna.keyboard.press("Control+Shift+ArrowUp");
  await until(() => rows(anna, "Stations"), ["leads", "depot"]);
  expect(await anna.evaluate(() => document.activeElement?.textContent)).toContain("leads");

  await anna.reload();
  await until(() => rows(anna, "Stations"), ["leads", "depot"]);

  await group(anna, "Stations").getByRole("button", { name: "Menu of the category Stations" }).click();
  await anna.getByRole("menuitemradio", { name: "By name" }).click();
  await until(() => rows(anna, "Stations"), ["depot", "leads"]);

  await group(anna, "Stations").getByRole("button", { name: "Stations", exact: true }).click();
  await until(() => rows(anna, "Stations"), []);
  await group(anna, "Stations").getByRole("button", { name: "Stations", exact: true }).click();
  await group(anna, "Stations").getByRole("button", { name: "Menu of the category Stations" }).click();
  await anna.getByRole("menuitem", { name: "Delete category" }).click();
  await anna.getByRole("button", { name: "Delete category" }).click();
  await until(() => group(anna, "Stations").count(), 0);
  await until(() => rows(anna, "Channels"), ["Off-Topic", "rosters", "Town Square", "depot", "leads"]);
});

test("a refused move goes back and says why", async () => {
  await anna.route("**/channels/categories", (route) =>
    route.request().method() === "PUT"
      ? route.fulfill({ status: 403, json: { id: "no", message: "no", status_code: 403 } })
      : route.continue(),
  );
  await sidebar(anna).getByRole("link", { name: "rosters" }).click({ button: "right" });
  await anna.getByRole("menuitem", { name: "Add to favourites" }).click();
  await anna.getByText("You may not do this here.").waitFor();
  expect(await rows(anna, "Channels")).toContain("rosters");
  await anna.unroute("**/channels/categories");
  await anna.getByRole("button", { name: "Try again" }).click();
  await until(() => rows(anna, "Favourites"), ["rosters"]);
});

test("what is unread is told, reached by key, and read by key", async () => {
  await call(ben, "POST", `/channels/${ids.depot}/members`, {
    user_id: (await call<{ id: string }>(ben, "GET", "/users/me")).id,
  });
  await call(ben, "POST", "/posts", { channel_id: ids.depot, message: "@anna the key is here" });
  await sidebar(anna).getByRole("link", { name: "depot 1 mention" }).waitFor();
  await anna.getByRole("log").focus();
  await anna.keyboard.press("n");
  await anna.getByRole("heading", { name: "depot", exact: true }).waitFor();
  await row(anna, "the key is here").waitFor();
  await until(() => sidebar(anna).getByText("1 mention").count(), 0);
  // What the server is told a moment later would read what Ben writes until then.
  await until(async () => (await unreadIn(anna, ids.depot)).msg_count, 0);

  await anna.keyboard.press("Alt+ArrowDown");
  await anna.getByRole("heading", { name: "leads", exact: true }).waitFor();
  await call(ben, "POST", "/posts", { channel_id: ids.depot, message: "@anna still here" });
  await sidebar(anna).getByRole("link", { name: "depot 1 mention" }).waitFor();
  await anna.keyboard.press("Shift+Escape");
  await anna.getByText("Marked everything read").waitFor();
  await until(() => sidebar(anna).getByText("1 mention").count(), 0);
  await anna.getByRole("button", { name: "Undo" }).click();
  await sidebar(anna).getByRole("link", { name: "depot 1 mention" }).waitFor();
  expect(world.faults).toEqual([]);
});
