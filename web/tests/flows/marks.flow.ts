import { afterAll, beforeAll, expect, test } from "vitest";
import { call, signUp, startWorld, type World } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.end();
});

const LONG_MS = 60_000;

test("the number of people follows who comes, and what was marked read is read though the tab closes at once", async () => {
  const anna = await world.person();
  anna.setDefaultTimeout(LONG_MS);
  await signUp(anna, "anna");
  await anna.getByLabel("Team name").fill("Nordlinje");
  await anna.getByRole("button", { name: "Create team" }).click();
  await anna.getByRole("textbox", { name: /^Message to/ }).waitFor();
  await anna.getByRole("button", { name: "1 member" }).waitFor();
  // Until somebody calls the site something, it has our name.
  expect(await anna.title()).toMatch(/ - Wardroom$/);

  const [team] = await call<{ id: string; invite_id: string }[]>(anna, "GET", "/users/me/teams");
  const ben = await world.person(`/signup_user_complete?id=${team?.invite_id}`);
  ben.setDefaultTimeout(LONG_MS);
  await signUp(ben, "ben");
  await ben.getByRole("textbox", { name: /^Message to/ }).waitFor();
  await anna.getByRole("button", { name: "2 members" }).waitFor();

  const topic = await call<{ id: string }>(ben, "GET", `/teams/${team?.id}/channels/name/off-topic`);
  await call(ben, "POST", "/posts", { channel_id: topic.id, message: "For @anna, elsewhere" });
  const unread = (): Promise<{ mention_count: number }> =>
    call(anna, "GET", `/users/me/channels/${topic.id}/unread`);
  await anna.waitForFunction(() => document.title.startsWith("(1)"));
  const keeper = await anna.context().newPage();
  await keeper.goto(`${world.url}/api/v4/system/ping`);
  await anna.keyboard.press("Shift+Escape");
  await anna.getByText("Marked everything read").waitFor();
  expect((await unread()).mention_count).toBe(1);
  await anna.close({ runBeforeUnload: true });
  await expect
    .poll(
      async () => {
        const answer = await keeper.request.get(`${world.url}/api/v4/users/me/channels/${topic.id}/unread`);
        return (await answer.json()).mention_count;
      },
      { timeout: LONG_MS },
    )
    .toBe(0);
  expect(world.faults).toEqual([]);
}, 240_000);
