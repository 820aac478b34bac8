import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { call, channelId, firstPerson, invited, row, startWorld, type World, write } from "./world";

let world: World;
let anna: Page;
let ben: Page;
let channel: string;

beforeAll(async () => {
  world = await startWorld();
  anna = await firstPerson(world);
  channel = await channelId(anna);
  ben = await invited(world, anna, "ben");
});
afterAll(async () => {
  await world?.end();
});

const main = (on: Page): Locator => on.getByRole("main");

async function shot(on: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await on.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

test("code gets its colours, is numbered and wrapped, and is copied as it was written", async () => {
  const code = [
    "fn main() {",
    '    let greeting = "<b>hej</b>";',
    "    // why",
    "    print(42)",
    "}",
    "",
  ].join("\n");
  await call(anna, "POST", "/posts", {
    channel_id: channel,
    message: `\`\`\`rust\n${code}\n\`\`\`\n\nand \`x\``,
  });
  await call(anna, "POST", "/posts", { channel_id: channel, message: "```brainwave\n<b>plain</b>\n```" });
  const box = row(main(ben), "greeting").locator(".ui-codebox");
  await box.locator("[data-code=key]").filter({ hasText: "fn" }).waitFor();
  await box.locator("[data-code=str]").filter({ hasText: '"<b>hej</b>"' }).waitFor();
  await box.locator("[data-code=com]").filter({ hasText: "// why" }).waitFor();
  expect(await box.locator("b").count()).toBe(0);
  await ben.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await box.getByRole("button", { name: "Copy the code" }).click();
  await box.getByRole("button", { name: "Copied" }).waitFor();
  expect(await ben.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await box.getByRole("button", { name: "Wrap long lines" }).click();
  expect(await box.getByRole("button", { name: "Wrap long lines" }).getAttribute("aria-pressed")).toBe(
    "true",
  );
  expect(await row(main(ben), "plain").locator("[data-code]").count()).toBe(0);
  await shot(ben, "code");
  expect(await axeFaults(ben)).toEqual([]);
});

test("the author reads what a message said before, by keyboard, and brings it back; others see that it was edited", async () => {
  await write(anna, "We leave at nine");
  const mine = row(main(anna), "We leave at");
  // Only what the server has confirmed can be edited.
  await mine.and(anna.locator("[data-post]:not([data-post*=':'])")).waitFor();
  for (const text of ["We leave at ten", "We leave at **eleven**"]) {
    await mine.focus();
    await anna.keyboard.press("e");
    const editor = mine.getByRole("textbox");
    await editor.fill(text);
    await editor.press("Enter");
    await expect.poll(() => mine.getByRole("textbox").count(), { timeout: 10_000 }).toBe(0);
  }
  await row(main(ben), "We leave at eleven").getByText("(edited)").waitFor();
  expect(await row(main(ben), "We leave at eleven").getByRole("button", { name: "(edited)" }).count()).toBe(
    0,
  );
  await mine.getByRole("button", { name: "(edited)" }).focus();
  await anna.keyboard.press("Enter");
  const dialog = anna.getByRole("dialog", { name: "Edit history" });
  await dialog.getByText("We leave at nine").waitFor();
  expect(await dialog.getByRole("listitem").allInnerTexts()).toEqual([
    expect.stringContaining("We leave at eleven"),
    expect.stringContaining("We leave at ten"),
    expect.stringContaining("We leave at nine"),
  ]);
  expect(await axeFaults(anna)).toEqual([]);
  await shot(anna, "history");
  await dialog
    .getByRole("button", { name: /^Restore/ })
    .last()
    .click();
  await row(main(ben), "We leave at nine").waitFor();
  await row(main(anna), "We leave at nine").waitFor();
});

test("a calendar in the line of a day leads to the first message of another, by keyboard", async () => {
  const day = 86_400_000;
  const noon = new Date().setHours(12, 0, 0, 0);
  // Older than the channel itself, as messages are that were brought from elsewhere.
  for (let back = 40; back >= 1; back -= 1) {
    if (back % 5 === 0) continue;
    for (let index = 0; index < 4; index += 1)
      await call(anna, "POST", "/posts", {
        channel_id: channel,
        message: `${back} days ago, number ${index}`,
        create_at: noon - back * day + index * 1_000,
      });
  }
  await anna.reload();
  await row(main(anna), "We leave at nine").waitFor();
  const line = main(anna).locator(".list-day").getByRole("button").last();
  await line.focus();
  await anna.keyboard.press("Enter");
  const calendar = anna.getByRole("dialog", { name: "Jump to a date" });
  await calendar.getByRole("grid").waitFor();
  expect(await axeFaults(anna)).toEqual([]);
  await shot(anna, "calendar");
  for (let step = 0; step < 3; step += 1) await anna.keyboard.press("ArrowUp");
  await anna.keyboard.press("ArrowRight");
  await anna.keyboard.press("Enter");
  // Twenty days ago nothing was written, so the next day is shown.
  const lit = row(main(anna), "19 days ago, number 0");
  await lit.waitFor();
  await expect.poll(() => lit.getAttribute("data-target"), { timeout: 5_000 }).toBe("");
  expect(await lit.evaluate((one) => one.getBoundingClientRect().top > 0)).toBe(true);
  await expect.poll(() => anna.evaluate(() => document.activeElement !== document.body)).toBe(true);
  await main(anna)
    .getByRole("button", { name: /latest|new message/ })
    .click();
  await row(main(anna), "We leave at nine").waitFor();
});

test("attachments of integrations have fields, pictures and a foot, and hashtags are words", async () => {
  await call(anna, "POST", "/posts", {
    channel_id: channel,
    message: "Nightly build #release",
    props: {
      attachments: [
        {
          color: "danger",
          pretext: "It **failed**",
          author_name: "CI",
          title: "Build 7",
          title_link: "https://ci.example/7",
          text: "Two tests",
          fields: [
            { title: "Branch", value: "`main`", short: true },
            { title: "Took", value: "4 min", short: true },
          ],
          image_url: `${world.url}/static/favicon.svg`,
          footer: "ci.example",
        },
      ],
    },
  });
  const box = row(main(ben), "Nightly build").locator(".message-attachment");
  await box.getByRole("link", { name: "Build 7" }).waitFor();
  await box.getByText("ci.example").last().waitFor();
  await box.locator("img").waitFor();
  expect(await box.locator("dt").allInnerTexts()).toEqual(["Branch", "Took"]);
  expect(await row(main(ben), "Nightly build").getByRole("link", { name: "#release" }).count()).toBe(0);
  await shot(ben, "attachment");
  expect(await axeFaults(ben)).toEqual([]);
  expect(world.faults).toEqual([]);
});

test("a list stays in its message, whichever way its text and the page run", async () => {
  await call(anna, "POST", "/posts", { channel_id: channel, message: "- [x] packed\n- [ ] sent" });
  const list = row(main(ben), "packed");
  await list.waitFor();
  for (const direction of ["rtl", "ltr"]) {
    const reach = await list.evaluate((article, dir) => {
      document.documentElement.dir = dir;
      const body = article.querySelector(".message-body")?.getBoundingClientRect();
      const boxes = [...article.querySelectorAll("li > input")].map((one) => one.getBoundingClientRect());
      return boxes.map((box) => Math.min(box.left - (body?.left ?? 0), (body?.right ?? 0) - box.right));
    }, direction);
    expect(reach).toHaveLength(2);
    for (const room of reach) expect(room).toBeGreaterThanOrEqual(0);
  }
});
