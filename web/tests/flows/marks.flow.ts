import { afterAll, beforeAll, expect, test } from "vitest";
import { call, channelId, firstPerson, invited, startWorld, unreadIn, type World } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

const LONG_MS = 60_000;

test("the number of people follows who comes, and what was marked read is read though the tab closes at once", async () => {
  const anna = await firstPerson(world);
  anna.setDefaultTimeout(LONG_MS);
  await anna.getByRole("button", { name: "1 member" }).waitFor();
  // Until somebody calls the site something, it has our name.
  expect(await anna.title()).toMatch(/ - Wardroom$/);

  const ben = await invited(world, anna, "ben");
  ben.setDefaultTimeout(LONG_MS);
  await anna.getByRole("button", { name: "2 members" }).waitFor();

  const topic = await channelId(ben, "off-topic");
  await call(ben, "POST", "/posts", { channel_id: topic, message: "For @anna, elsewhere" });
  await anna.waitForFunction(() => document.title.startsWith("(1)"));
  const keeper = await anna.context().newPage();
  await keeper.goto(`${world.url}/api/v4/system/ping`);
  await anna.keyboard.press("Shift+Escape");
  await anna.getByText("Marked everything read").waitFor();
  expect((await unreadIn(anna, topic)).mention_count).toBe(1);
  await anna.close({ runBeforeUnload: true });
  await expect
    .poll(
      async () => {
        const answer = await keeper.request.get(`${world.url}/api/v4/users/me/channels/${topic}/unread`);
        return (await answer.json()).mention_count;
      },
      { timeout: LONG_MS },
    )
    .toBe(0);
  expect(world.faults).toEqual([]);
}, 240_000);
