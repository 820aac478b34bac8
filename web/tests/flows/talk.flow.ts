import { afterAll, beforeAll, expect, test } from "vitest";
import { firstPerson, invited, row, startWorld, type World, write } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

test("two people make accounts, meet in a team, and hear each other at once", async () => {
  const anna = await firstPerson(world);
  await write(anna, "Is anybody here?");
  await row(anna, "Is anybody here?").waitFor();

  const ben = await invited(world, anna, "ben");
  await row(ben, "Is anybody here?").waitFor();
  await write(ben, "I am");
  await row(anna, "I am").waitFor();

  // A reload shows the same, from the local store and then from the server.
  await anna.reload();
  await row(anna, "I am").waitFor();
  expect(await row(anna, "I am").count()).toBe(1);

  await anna.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "anna" }).click();
  await anna.getByRole("menuitem", { name: "Log out" }).click();
  await anna.getByRole("heading", { name: "Welcome back" }).waitFor();
  await anna.getByLabel("E-mail or username").fill("anna");
  await anna.getByRole("textbox", { name: "Password" }).fill("wrong");
  await anna.getByRole("button", { name: "Log in" }).click();
  await anna.getByText("E-mail, username or password does not match.").waitFor();
  await anna.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await anna.getByRole("button", { name: "Log in" }).click();
  await row(anna, "I am").waitFor();

  if (process.env.SHOTS) await anna.screenshot({ path: `${process.env.SHOTS}/channel.png` });
  expect(world.faults).toEqual([]);
});
