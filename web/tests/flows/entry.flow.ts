import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { field, startWorld, type World } from "./world";

let world: World;
let anna: Page;
let invitation: string;

beforeAll(async () => {
  world = await startWorld({});
});
afterAll(async () => {
  await world?.end();
});

const wizard = (on: Page, number: number) => on.getByText(`Step ${number} of 4`);
const focused = (on: Page) => on.evaluate(() => document.activeElement?.getAttribute("aria-describedby"));

async function shot(on: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await on.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

test("the first person makes the server their own by keyboard, in four steps, and reloads on the way", async () => {
  anna = await world.person();
  await wizard(anna, 1).waitFor();
  // What is wrong is said at each field, and the first of them has the focus.
  await anna.keyboard.press("Enter");
  await anna.getByText("This is not an e-mail address.").waitFor();
  await anna.getByText("Use at least 8 characters.").waitFor();
  await expect.poll(() => focused(anna)).toContain("note");
  expect(await axeFaults(anna)).toEqual([]);
  await shot(anna, "setup-1");
  await anna.keyboard.type("anna@example.org");
  await anna.keyboard.press("Tab");
  expect(await anna.getByLabel("Username").inputValue()).toBe("anna");
  await anna.keyboard.press("Tab");
  await anna.keyboard.type("correct horse battery");
  await anna.keyboard.press("Enter");

  await wizard(anna, 2).waitFor();
  await anna.reload();
  await wizard(anna, 2).waitFor();
  expect(await anna.getByLabel("Address").inputValue()).toBe(world.url);
  expect(await anna.getByLabel("Name", { exact: true }).inputValue()).toBe("");
  await anna.getByLabel("Address").fill("chat");
  await anna.getByLabel("Name", { exact: true }).fill("Nordlinje");
  await anna.keyboard.press("Enter");
  await anna.getByText("This is not an address.").waitFor();
  await anna.getByLabel("Address").fill("https://chat.nordlinje.example");
  await anna.getByText(`This page was opened at ${world.url}.`).waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await shot(anna, "setup-2");
  await anna.getByLabel("Address").fill(`${world.url}/`);
  await anna.keyboard.press("Enter");

  await wizard(anna, 3).waitFor();
  expect(await anna.getByLabel("Team name").inputValue()).toBe("Nordlinje");
  await anna.getByRole("button", { name: "Back" }).click();
  expect(await anna.getByLabel("Name", { exact: true }).inputValue()).toBe("Nordlinje");
  await anna.keyboard.press("Enter");
  await anna.getByLabel("Team name").fill("Admin console");
  await anna.keyboard.press("Enter");
  await anna.getByText("This name is kept for the server's own addresses.").waitFor();
  await anna.getByLabel("Team name").fill("Northern line");
  await anna.getByText("/northern-line").waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await shot(anna, "setup-3");
  await anna.keyboard.press("Enter");

  await wizard(anna, 4).waitFor();
  await anna.reload();
  await wizard(anna, 4).waitFor();
  invitation = await anna.getByLabel("Invitation link").inputValue();
  expect(invitation).toMatch(new RegExp(`^${world.url}/signup_user_complete\\?id=[a-z0-9]{26}$`));
  expect(await axeFaults(anna)).toEqual([]);
  await anna.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await anna.getByRole("button", { name: "Copy link" }).click();
  await anna.getByRole("button", { name: "Copied" }).waitFor();
  expect(await anna.evaluate(() => navigator.clipboard.readText())).toBe(invitation);
  await shot(anna, "setup-4");
  await anna.getByRole("button", { name: "Open Northern line" }).click();
  await field(anna).waitFor();
  expect(new URL(anna.url()).pathname).toBe("/northern-line/channels/town-square");
  const config = await anna.evaluate(async () => (await fetch("/api/v4/config/client?format=old")).json());
  expect(config).toMatchObject({ SiteName: "Nordlinje", SiteURL: world.url, EnableOpenServer: "false" });
});

test("who is invited makes an account and is in the team; others are told what is wrong", async () => {
  const uninvited = await world.person("/signup_user_complete");
  await uninvited.getByText("Accounts are made by invitation here.").waitFor();
  expect(await uninvited.getByLabel("Password").count()).toBe(0);
  expect(await axeFaults(uninvited)).toEqual([]);

  const late = await world.person(`/signup_user_complete?id=${"z".repeat(26)}`);
  await late.getByText("This invitation does not work any more. Ask for a new link.").waitFor();
  expect(await axeFaults(late)).toEqual([]);

  const ben = await world.person(new URL(invitation).pathname + new URL(invitation).search);
  await ben.getByRole("heading", { name: "You are invited to Northern line" }).waitFor();
  await shot(ben, "invited");
  await ben.getByLabel("E-mail").fill("anna@example.org");
  await ben.getByLabel("Username").fill("ben");
  await ben.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await ben.keyboard.press("Enter");
  await ben.getByText("There is an account with this e-mail address.").waitFor();
  await ben.getByLabel("E-mail").fill("ben@example.org");
  await ben.getByLabel("Username").fill("anna");
  await ben.keyboard.press("Enter");
  await ben.getByText("This username is taken.").waitFor();
  expect(await axeFaults(ben)).toEqual([]);
  await ben.getByLabel("Username").fill("ben");
  await ben.keyboard.press("Enter");
  await field(ben).waitFor();
  await ben.waitForURL(`${world.url}/northern-line/channels/town-square`);
});

test("an invitation works for who has an account, signed out or in", async () => {
  // A second team, with an invitation for somebody who has an account already.
  const link = await anna.evaluate(async () => {
    const token = /MMCSRF=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const answer = await fetch("/api/v4/teams", {
      method: "POST",
      headers: { "X-CSRF-Token": token },
      body: JSON.stringify({ name: "harbour", display_name: "Harbour", type: "O" }),
    });
    return `/signup_user_complete?id=${(await answer.json()).invite_id}`;
  });
  const ben = await world.person(link);
  await ben.getByRole("link", { name: "Log in" }).click();
  await ben.getByRole("heading", { name: "Welcome back" }).waitFor();
  await ben.getByLabel("E-mail or username").fill("ben");
  await ben.getByRole("textbox", { name: "Password" }).fill("wrong");
  await ben.keyboard.press("Enter");
  await ben.getByText("E-mail, username or password does not match.").waitFor();
  expect(await axeFaults(ben)).toEqual([]);
  await shot(ben, "login");
  await ben.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await ben.keyboard.press("Enter");
  await ben.waitForURL(`${world.url}/harbour/channels/town-square`);
  // Once more, signed in and a member: it simply leads there.
  await ben.goto(`${world.url}${new URL(invitation).pathname}${new URL(invitation).search}`);
  await ben.waitForURL(`${world.url}/northern-line/channels/town-square`);
  await ben.goto(`${world.url}/signup_user_complete?id=${"z".repeat(26)}`);
  await ben.getByRole("heading", { name: "You can't join by this link" }).waitFor();
  expect(await axeFaults(ben)).toEqual([]);
  // An address that leads elsewhere is not followed.
  const eve = await world.person(`/login?redirect_to=${encodeURIComponent("//evil.example/")}`);
  await eve.getByLabel("E-mail or username").fill("ben");
  await eve.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await eve.keyboard.press("Enter");
  await field(eve).waitFor();
  expect(new URL(eve.url()).origin).toBe(world.url);
  expect(world.faults).toEqual([]);
});
