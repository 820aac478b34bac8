import { afterAll, beforeAll, expect, test } from "vitest";
import { firstTeam, signUp, startWorld, type World } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

test("two people make accounts, meet in a team, and hear each other at once", async () => {
  const anna = await world.person();
  await signUp(anna, "anna");
  await firstTeam(anna, "Nordlinje");
  const annaWrites = anna.getByRole("textbox", { name: /^Message to/ });
  await annaWrites.fill("Is anybody here?");
  await annaWrites.press("Enter");
  await anna.getByRole("article").filter({ hasText: "Is anybody here?" }).waitFor();

  const teams = await anna.evaluate(async () => (await fetch("/api/v4/users/me/teams")).json());
  const ben = await world.person(`/signup_user_complete?id=${teams[0].invite_id}`);
  await signUp(ben, "ben");
  await ben.getByRole("article").filter({ hasText: "Is anybody here?" }).waitFor();
  const benWrites = ben.getByRole("textbox", { name: /^Message to/ });
  await benWrites.fill("I am");
  await benWrites.press("Enter");
  await anna.getByRole("article").filter({ hasText: "I am" }).waitFor();

  // A reload shows the same, from the local store and then from the server.
  await anna.reload();
  await anna.getByRole("article").filter({ hasText: "I am" }).waitFor();
  expect(await anna.getByRole("article").filter({ hasText: "I am" }).count()).toBe(1);

  await anna.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "anna" }).click();
  await anna.getByRole("menuitem", { name: "Log out" }).click();
  await anna.getByRole("heading", { name: "Welcome back" }).waitFor();
  await anna.getByLabel("E-mail or username").fill("anna");
  await anna.getByRole("textbox", { name: "Password" }).fill("wrong");
  await anna.getByRole("button", { name: "Log in" }).click();
  await anna.getByText("E-mail, username or password does not match.").waitFor();
  await anna.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await anna.getByRole("button", { name: "Log in" }).click();
  await anna.getByRole("article").filter({ hasText: "I am" }).waitFor();

  if (process.env.SHOTS) await anna.screenshot({ path: `${process.env.SHOTS}/channel.png` });
  expect(world.faults).toEqual([]);
});
