import { afterAll, beforeAll, expect, test } from "vitest";
import { call, channelId, firstPerson, logIn, row, startWorld, type World, write } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

const LONG_MS = 60_000;

interface Manifest {
  start_url: string;
  scope: string;
  icons: { src: string }[];
}

test("without a network the client starts from what it keeps, and what is written then goes out later", async () => {
  const anna = await firstPerson(world);
  anna.setDefaultTimeout(LONG_MS);
  await write(anna, "Kept for later");
  await row(anna, "Kept for later").waitFor();

  await anna.evaluate(() => navigator.serviceWorker.ready);
  const scope = await anna.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  expect(scope).toBe(`${world.url}/`);
  // A page that came before the worker is the worker's from its next start on.
  await anna.waitForFunction(async () => (await caches.keys()).length === 1);
  const kept = await anna.evaluate(async () => {
    const [name = ""] = await caches.keys();
    return (await (await caches.open(name)).keys()).map((one) => one.url).join("\n");
  });
  // Nothing has been fetched by the worker yet: what nobody has opened is kept too.
  expect(kept).toMatch(/\/MessageEditor-/);
  await anna.reload();
  await row(anna, "Kept for later").waitFor();

  await anna.context().setOffline(true);
  await anna.reload();
  await row(anna, "Kept for later").waitFor();
  await write(anna, "Written at sea");
  await row(anna, "Written at sea").waitFor();
  // Changes and reactions wait as well, over another start.
  await row(anna, "Kept for later").focus();
  await anna.keyboard.press("e");
  await anna.getByRole("textbox", { name: "Change your message" }).fill("Changed at sea");
  await anna.keyboard.press("Enter");
  await row(anna, "Changed at sea").getByText("Sends when you're back").waitFor();
  await row(anna, "Changed at sea").focus();
  await anna.keyboard.press("1");
  await row(anna, "Changed at sea")
    .getByRole("button", { name: /^anna reacted/ })
    .waitFor();
  await anna.reload();
  await row(anna, "Changed at sea").getByText("Sends when you're back").waitFor();
  await row(anna, "Changed at sea")
    .getByRole("button", { name: /^anna reacted/ })
    .waitFor();
  // What is no page is no page without a network either.
  const api = await anna.evaluate(() =>
    fetch("/api/v4/system/ping").then(
      () => "answered",
      () => "failed",
    ),
  );
  expect(api).toBe("failed");

  await anna.context().setOffline(false);
  await anna.waitForFunction(async () => {
    const team = await (await fetch("/api/v4/users/me/teams")).json();
    const channel = await (await fetch(`/api/v4/teams/${team[0].id}/channels/name/town-square`)).json();
    const { posts } = await (await fetch(`/api/v4/channels/${channel.id}/posts`)).json();
    const all = Object.values<{ message: string; metadata: { reactions?: unknown[] } }>(posts);
    const changed = all.find((post) => post.message === "Changed at sea");
    return all.some((post) => post.message === "Written at sea") && changed?.metadata.reactions?.length === 1;
  });
  await anna.getByText("Sends when you're back").first().waitFor({ state: "detached" });

  // What makes it an app that can be installed.
  const address = (await anna.locator("link[rel=manifest]").getAttribute("href")) ?? "";
  const manifest = await anna.evaluate(
    async (from): Promise<Manifest> => (await fetch(from)).json(),
    address,
  );
  const at = (path: string): string => new URL(path, new URL(address, world.url)).href;
  expect([at(manifest.start_url), at(manifest.scope)]).toEqual([`${world.url}/`, `${world.url}/`]);
  for (const { src } of manifest.icons) expect((await anna.request.get(at(src))).status()).toBe(200);
  expect(world.faults).toEqual([]);
}, 300_000);

test("what connects a page is asked for until it comes", async () => {
  const anna = await world.person("/login", { serviceWorkers: "block" });
  let refused = 0;
  await anna.route("**/connection-*.js", (route) => {
    refused += 1;
    return route.abort();
  });
  await logIn(anna, "anna");
  await row(anna, "Written at sea").waitFor();
  await expect.poll(() => refused).toBe(1);
  await anna.unroute("**/connection-*.js");

  const square = await channelId(anna);
  await call(anna, "POST", "/posts", { channel_id: square, message: "Told by the connection" });
  await row(anna, "Told by the connection").waitFor();
}, 60_000);
