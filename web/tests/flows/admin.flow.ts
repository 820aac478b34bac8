import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { calm } from "../screens/calm";
import { axeFaults } from "./axe";
import {
  addAccount,
  field,
  firstPerson,
  invited,
  logIn,
  PASSWORD,
  row,
  startWorld,
  type World,
  write,
} from "./world";

let world: World;
let anna: Page;
let ben: Page;

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
  ben = await invited(world, anna, "ben");
});
afterAll(async () => {
  await world?.end();
});

/** What the browser keeps of people: rows of the local store, and lines on their way there. */
function kept(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const lines = Object.keys(localStorage).filter((key) => /^wardroom.*:\w{26}:/.test(key));
    const stores: string[] = [];
    for (const { name = "", version } of await indexedDB.databases()) {
      const opened = indexedDB.open(name, version);
      await new Promise((resolve) => {
        opened.onsuccess = resolve;
      });
      for (const store of opened.result.objectStoreNames) {
        const counted = opened.result.transaction(store).objectStore(store).count();
        await new Promise((resolve) => {
          counted.onsuccess = resolve;
        });
        if (counted.result > 0) stores.push(`${name} ${store}`);
      }
      opened.result.close();
    }
    return [...stores, ...lines];
  });
}

test("a key of the configuration is found, changed after a look at what changes, and in effect", async () => {
  await anna.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "anna" }).click();
  await anna.getByRole("menuitem", { name: "Administration" }).click();
  await anna.getByRole("link", { name: "Configuration" }).click();
  await anna.getByRole("searchbox", { name: "Search every key" }).fill("site name");
  const setting = anna.getByRole("region", { name: "TeamSettings.SiteName" });
  await setting.getByRole("textbox").fill("Nordlinje Depot");
  await setting.getByText("Not saved").waitFor();
  await anna.getByRole("button", { name: "Review and save" }).click();
  const review = anna.getByRole("dialog", { name: "1 change not saved" });
  await review.getByText("Nordlinje Depot").waitFor();
  await review.getByRole("button", { name: "Save" }).click();
  await anna.getByText("1 change saved").waitFor();
  await setting.getByText("Changed").waitFor();
  // Everybody sees it, without a reload.
  await expect.poll(() => ben.title()).toContain("Nordlinje Depot");
});

test("somebody who is deactivated is out at once and cannot come back until they are activated", async () => {
  const said = row(ben, "The key is under the mat");
  await write(ben, "The key is under the mat");
  await said.waitFor();
  await field(ben).fill("Nobody else may");
  const other = await ben.context().newPage();
  await other.goto(ben.url());
  await other.getByText("The key is under the mat").waitFor();
  await anna.getByRole("link", { name: "People" }).click();
  await anna.getByRole("searchbox", { name: "Name, username or e-mail" }).fill("ben");
  await anna.getByRole("button", { name: "Actions for ben" }).click();
  await anna.getByRole("menuitem", { name: "Deactivate" }).click();
  await anna.getByRole("alertdialog", { name: "Deactivate ben?" }).waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await anna.getByRole("button", { name: "Deactivate", exact: true }).click();
  await anna.getByText("ben is deactivated").waitFor();
  const again = ben.getByRole("dialog", { name: "Log in again" });
  await again.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await again.getByRole("button", { name: "Log in", exact: true }).click();
  // Nothing that they could read is left, in any tab, and a page that is loaded anew has nothing to show either.
  for (const page of [ben, other]) {
    await page.getByText("This account is deactivated.").waitFor();
    await page.getByRole("heading", { name: "Welcome back" }).waitFor();
    expect(await page.getByRole("article").count()).toBe(0);
  }
  await expect.poll(() => kept(ben)).toEqual([]);
  expect(await axeFaults(ben)).toEqual([]);
  await other.reload();
  await other.getByRole("heading", { name: "Welcome back" }).waitFor();
  await expect.poll(() => kept(other)).toEqual([]);
  await other.close();

  await anna.getByRole("button", { name: "Actions for ben" }).click();
  await anna.getByRole("menuitem", { name: "Activate" }).click();
  await anna.getByText("ben can sign in again").waitFor();
  await logIn(ben, "ben");
  await said.waitFor();
});

test("who is made an administrator finds the way in, and loses it with the role", async () => {
  await ben.goto(`${world.url}/admin_console/people`);
  await field(ben).waitFor();
  await anna.getByRole("button", { name: "Actions for ben" }).click();
  await anna.getByRole("menuitem", { name: "Make administrator" }).click();
  await anna.getByRole("alertdialog").getByRole("button", { name: "Make administrator" }).click();
  await anna.getByText("ben is an administrator now").waitFor();
  await ben.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "ben" }).click();
  await ben.getByRole("menuitem", { name: "Administration" }).click();
  await ben.getByRole("heading", { name: "People" }).waitFor();
  await anna.getByRole("button", { name: "Actions for ben" }).click();
  await anna.getByRole("menuitem", { name: "Make member" }).click();
  await anna.getByRole("alertdialog").getByRole("button", { name: "Make member" }).click();
  await expect.poll(() => ben.getByRole("heading", { name: "People" }).count()).toBe(0);
});

test("axe finds nothing in the administration, by day and by night", async () => {
  const faults: string[] = [];
  for (const page of ["people", "configuration"]) {
    await anna.goto(`${world.url}/admin_console/${page}`);
    await anna.getByRole("searchbox").waitFor();
    await calm(anna);
    faults.push(...(await axeFaults(anna)));
  }
  expect(faults).toEqual([]);
  expect(world.faults).toEqual([]);
});

test("what can be done with somebody is in sight, however long names are and however narrow the window", async () => {
  await addAccount(anna, "maximiliane.von-der-au", {
    first_name: "Maximiliane Friederike",
    last_name: "von der Auenwald-Hohenstein",
    email: "maximiliane.von-der-au@nordlinje.example",
  });
  await anna.goto(`${world.url}/admin_console/people`);
  const more = anna.getByRole("button", { name: /^Actions for Maximiliane/ });
  await more.waitFor();
  for (const width of [1280, 1024, 960, 820, 700, 375]) {
    await anna.setViewportSize({ width, height: 800 });
    const room = await more.evaluate((button) => {
      const frame = button.closest("section")?.getBoundingClientRect();
      return (frame?.right ?? 0) - button.getBoundingClientRect().right;
    });
    expect.soft(room, `${width} px`).toBeGreaterThanOrEqual(0);
  }
});
