import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { localRows } from "./localRows";
import { addAccount, call, field, firstPerson, PASSWORD, row, startWorld, type World, write } from "./world";

let world: World;
let anna: Page;

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
});
afterAll(async () => {
  await world?.end();
});

const channelLink = (on: Page, name: string) =>
  on.getByRole("navigation", { name: "Channels" }).getByRole("link", { name });
const dialog = (on: Page) => on.getByRole("dialog", { name: "Log in again" });

/** The first message in sight, and how far from the top it is. */
function scrolled(on: Page): Promise<unknown> {
  return on.evaluate(() => {
    const list = document.querySelector("main [data-messages]");
    const top = list?.getBoundingClientRect().top ?? 0;
    const posts = [...(list?.querySelectorAll("[data-post]") ?? [])];
    const first = posts.find((post) => post.getBoundingClientRect().bottom > top);
    return [first?.getAttribute("data-post"), Math.round((first?.getBoundingClientRect().top ?? 0) - top)];
  });
}

/** Ends all sessions of the account, as an administrator or another device does. */
async function revoke(page: Page): Promise<void> {
  const { id } = await call<{ id: string }>(page, "GET", "/users/me");
  await call(page, "POST", `/users/${id}/sessions/revoke/all`);
}

test("a session that ends while somebody types goes on after the password, with text, list and what waits", async () => {
  for (let line = 1; line <= 40; line += 1) {
    await write(anna, `Line ${line}`);
  }
  await row(anna, "Line 40").waitFor();
  await expect.poll(() => localRows(anna, "outbox")).toEqual([]);
  const other = await anna.context().newPage();
  await other.goto(anna.url().replace("town-square", "off-topic"));
  await field(other).waitFor();

  await field(anna).focus();
  await anna.keyboard.type("Half a sen");
  await anna.locator("main [data-messages]").hover();
  const end = await scrolled(anna);
  const scrolling = await anna.evaluateHandle(() => ({
    ended: new Promise((resolve) => {
      document.addEventListener("scrollend", resolve, { capture: true, once: true });
    }),
  }));
  await anna.mouse.wheel(0, -600);
  await scrolling.evaluate(({ ended }) => ended.then(() => {}));
  const before = await scrolled(anna);
  expect(before).not.toEqual(end);

  // Writing goes on over the end of the session, and so does what is sent meanwhile.
  await revoke(other);
  await dialog(anna).waitFor();
  await dialog(other).waitFor();
  await anna.keyboard.type("tence");
  expect(await field(anna).inputValue()).toBe("Half a sentence");
  expect(await scrolled(anna)).toEqual(before);
  expect(await axeFaults(anna)).toEqual([]);

  await write(other, "Sent without a session");
  await row(other, "Sent without a session").waitFor();

  // A key leads there, and a wrong password is told.
  await expect
    .poll(async () => {
      await anna.keyboard.press("F6");
      return anna.evaluate(() => document.activeElement?.getAttribute("type"));
    })
    .toBe("password");
  await anna.keyboard.type("wrong");
  await anna.keyboard.press("Enter");
  await anna.getByText("E-mail, username or password does not match.").waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await dialog(anna).getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await anna.keyboard.press("Enter");
  await dialog(anna).waitFor({ state: "detached" });
  await dialog(other).waitFor({ state: "detached" });

  expect(await field(anna).inputValue()).toBe("Half a sentence");
  expect(await scrolled(anna)).toEqual(before);
  await expect.poll(() => localRows(anna, "outbox")).toEqual([]);
  const { channel_id } = await call<{ channel_id: string }>(
    other,
    "GET",
    `/posts/${await row(other, "Sent without a session").getAttribute("data-post")}`,
  );
  const { posts } = await call<{ posts: Record<string, { message: string }> }>(
    other,
    "GET",
    `/channels/${channel_id}/posts`,
  );
  const sent = Object.values(posts).filter((post) => post.message === "Sent without a session");
  expect(sent).toHaveLength(1);
  // Both are live again: one hears what the other writes.
  await field(anna).press("Enter");
  await channelLink(other, "Town Square").click();
  await row(other, "Half a sentence").waitFor();
  await write(anna, "And the rest of it");
  await row(other, "And the rest of it").waitFor();
  await other.close();
});

test("who is somebody else comes to the door, and back to where they were", async () => {
  const place = anna.url();
  await revoke(anna);
  await dialog(anna).waitFor();
  await dialog(anna).getByRole("button", { name: "Log in as somebody else" }).click();
  await anna.getByRole("heading", { name: "Welcome back" }).waitFor();
  expect(anna.url()).toBe(place);
  await anna.getByLabel("E-mail or username").fill("anna");
  await anna.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await anna.getByRole("button", { name: "Log in" }).click();
  await row(anna, "Half a sentence").waitFor();
  expect(anna.url()).toBe(place);
  expect(world.faults).toEqual([]);
});

test("in German, over a dialog that is open, which keeps the focus and what was typed there", async () => {
  await addAccount(anna, "emil", { locale: "de" });
  const emil = await world.person("/login", { locale: "de-DE" });
  await emil.getByLabel("E-Mail oder Benutzername").fill("emil");
  await emil.getByRole("textbox", { name: "Passwort" }).fill(PASSWORD);
  await emil.keyboard.press("Enter");
  await emil.getByRole("textbox", { name: /^Nachricht an/ }).waitFor();

  await emil.keyboard.press("Control+k");
  const finder = emil.getByRole("dialog").getByRole("combobox");
  await finder.fill("Halden");
  await revoke(emil);
  const again = emil.getByRole("dialog", { name: "Melde dich wieder an" });
  await again.getByText("Deine Sitzung ist zu Ende, emil.").waitFor();
  expect(await finder.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await axeFaults(emil)).toEqual([]);

  await again.getByRole("textbox", { name: "Passwort" }).fill("falsch");
  await emil.keyboard.press("Enter");
  await again.getByText("stimmt nicht").waitFor();
  await again.getByRole("textbox", { name: "Passwort" }).fill(PASSWORD);
  await again.getByRole("button", { name: "Anmelden", exact: true }).click();
  await again.waitFor({ state: "detached" });
  expect(await finder.inputValue()).toBe("Halden");
  expect(world.faults).toEqual([]);
});
