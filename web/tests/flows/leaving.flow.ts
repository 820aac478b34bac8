import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { localRows } from "./localRows";
import { call, field, firstPerson, logIn, row, startWorld, teamOf, type World, write } from "./world";

let world: World;
let anna: Page;

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
});
afterAll(async () => {
  await world?.end();
});

const question = (on: Page) => on.getByRole("alertdialog", { name: "Log out with something unsent?" });

async function askToLeave(): Promise<void> {
  await anna.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "anna" }).click();
  await anna.getByRole("menuitem", { name: "Log out" }).click();
}

test("a channel that is renamed by somebody else keeps its reader, under its new address and title", async () => {
  const team = await teamOf(anna);
  const quay = { team_id: team.id, name: "quay", display_name: "Quay", type: "O" };
  const { id } = await call<{ id: string }>(anna, "POST", "/channels", quay);
  await anna.getByRole("link", { name: "Quay" }).click();
  await anna.getByRole("heading", { name: "Quay", exact: true }).waitFor();
  await field(anna).fill("Half a sentence");
  const other = await anna.context().newPage();
  await other.goto(`${world.url}/nordlinje/channels/town-square`);
  await call(other, "PUT", `/channels/${id}/patch`, { name: "harbour-quay", display_name: "Harbour quay" });
  await anna.waitForURL(`${world.url}/nordlinje/channels/harbour-quay`);
  await expect.poll(() => anna.title()).toContain("Harbour quay");
  await anna.getByRole("heading", { name: "Harbour quay", exact: true }).waitFor();
  expect(await field(anna).inputValue()).toBe("Half a sentence");
  await field(anna).fill("");
  await other.close();
});

test("who logs out with something unsent is asked first; what stays stays, and what goes is gone", async () => {
  await anna.route("**/api/v4/posts", (route) => route.abort());
  await write(anna, "Not yet sent");
  await expect.poll(async () => (await localRows(anna, "outbox")).length).toBe(1);
  await askToLeave();
  await question(anna).waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await question(anna).getByRole("button", { name: "Cancel" }).click();
  await question(anna).waitFor({ state: "detached" });
  await row(anna, "Not yet sent").waitFor();

  await askToLeave();
  await question(anna).getByRole("button", { name: "Log out" }).click();
  await anna.getByRole("heading", { name: "Welcome back" }).waitFor();
  await anna.unroute("**/api/v4/posts");
  await logIn(anna, "anna");
  await field(anna).waitFor();
  expect(await localRows(anna, "outbox")).toEqual([]);
  expect(await row(anna, "Not yet sent").count()).toBe(0);

  // With nothing unsent nobody is asked.
  await askToLeave();
  await anna.getByRole("heading", { name: "Welcome back" }).waitFor();
  expect(world.faults).toEqual([]);
});
