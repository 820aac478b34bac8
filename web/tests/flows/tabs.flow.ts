import type { Page, WebSocket } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { field, firstTeam, invitation, row, signUp, startWorld, type World, write } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

const TABS = 10;
/** Ten pages that start together take their time. */
const LONG_MS = 60_000;

/** A socket that a page has opened: what it came back to, and whether the server greeted it as new. */
interface Heard {
  page: Page;
  socket: WebSocket;
  isGreeted: boolean;
}

test("ten tabs share one connection; when its tab closes another takes it up; signing out and in is for all", async () => {
  const anna = await world.person();
  const sockets: Heard[] = [];
  const listen = (page: Page): void => {
    page.on("websocket", (socket) => {
      const heard: Heard = { page, socket, isGreeted: false };
      sockets.push(heard);
      socket.on("framereceived", ({ payload }) => {
        if (String(payload).includes('"hello"')) heard.isGreeted = true;
      });
    });
  };
  const open = (): Heard[] => sockets.filter(({ page, socket }) => !page.isClosed() && !socket.isClosed());

  await signUp(anna, "anna");
  await firstTeam(anna, "Nordlinje");
  const link = await invitation(anna);
  const address = anna.url();
  await anna.close();

  const tabs: Page[] = [];
  for (let one = 0; one < TABS; one += 1) {
    const tab = await anna.context().newPage();
    listen(tab);
    tab.setDefaultTimeout(LONG_MS);
    await tab.goto(address);
    await field(tab).waitFor();
    tabs.push(tab);
  }
  expect(open()).toHaveLength(1);
  expect(sockets).toHaveLength(1);

  const ben = await world.person(link);
  ben.setDefaultTimeout(LONG_MS);
  await signUp(ben, "ben");
  await write(ben, "To all your tabs");
  for (const tab of tabs) await row(tab, "To all your tabs").waitFor();

  // The tab that holds the connection goes while somebody writes.
  const leader = open()[0]?.page;
  const left = tabs.filter((tab) => tab !== leader);
  await Promise.all([leader?.close(), write(ben, "Did you go")]);
  await write(ben, "You are still here");
  for (const tab of left) {
    await row(tab, "You are still here").waitFor();
    expect(await row(tab, "Did you go").count()).toBe(1);
  }
  expect(open()).toHaveLength(1);
  const taken = open()[0];
  expect(new URL(taken?.socket.url() ?? "").searchParams.get("connection_id")).not.toBe("");
  expect(taken?.isGreeted).toBe(false);

  // A tab that only listens writes through its own calls, and each of the others sees it once.
  const [first, second] = left.filter((tab) => tab !== taken?.page);
  if (!first || !second) throw new Error("there are no two tabs without a connection");
  await write(first, "From a quiet tab");
  await row(second, "From a quiet tab").waitFor();
  expect(await row(first, "From a quiet tab").count()).toBe(1);
  expect(await row(second, "From a quiet tab").count()).toBe(1);

  await second.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "anna" }).click();
  await second.getByRole("menuitem", { name: "Log out" }).click();
  for (const tab of left) await tab.getByRole("heading", { name: "Welcome back" }).waitFor();
  await first.getByLabel("E-mail or username").fill("anna");
  await first.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await first.getByRole("button", { name: "Log in" }).click();
  for (const tab of left) await row(tab, "You are still here").waitFor();
  expect(open()).toHaveLength(1);
  expect(world.faults).toEqual([]);
}, 400_000);
