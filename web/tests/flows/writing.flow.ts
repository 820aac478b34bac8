import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { axeFaults } from "./axe";
import { localRows } from "./localRows";
import {
  addAccount,
  call as callAs,
  channelId,
  field,
  firstPerson,
  logIn,
  row,
  startWorld,
  type World,
  write,
} from "./world";

let world: World;
let page: Page;

beforeAll(async () => {
  world = await startWorld();
  // The driver waits without an end for the worker of a page that was killed; offline.flow.ts has it.
  page = await firstPerson(world, { serviceWorkers: "block" });
  for (const name of ["priya", "petra"]) await addAccount(page, name);
});
afterAll(async () => {
  await world?.end();
});
beforeEach(async () => {
  await field(page).fill("");
});

const call = <Answer>(path: string, body?: unknown): Promise<Answer> =>
  callAs<Answer>(page, body === undefined ? "GET" : "POST", path, body);

/** Where everybody is called, whoever is in the channel is counted first. */
async function slowCounts(): Promise<void> {
  await page.route("**/channels/*/stats*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
}

/** The messages of people in the open channel, as the server has them, oldest first. */
async function messages(): Promise<string[]> {
  const found = await call<{ order: string[]; posts: Record<string, { message: string; type: string }> }>(
    `/channels/${await channelId(page)}/posts?per_page=200`,
  );
  return found.order
    .map((id) => found.posts[id])
    .filter((post) => post?.type === "")
    .map((post) => post?.message ?? "")
    .reverse();
}

test("a message is written, sent, changed and left as it was, by keyboard alone", async () => {
  await page.keyboard.press("Tab");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("c");
  await page.keyboard.type("The plan is ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("ready");
  await page.keyboard.press("Control+b");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("- one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  await row(page, "The plan is ready").waitFor();
  expect(await field(page).inputValue()).toBe("");
  await expect.poll(messages).toContain("The plan is **ready**\n- one\n- two");

  await page.keyboard.press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Change your message" });
  await editor.waitFor();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("three");
  await page.keyboard.press("Escape");
  await editor.waitFor({ state: "detached" });
  expect(await messages()).not.toContain("three");
  // What was typed is there again, and Enter saves it.
  await page.keyboard.press("ArrowUp");
  expect(await editor.inputValue()).toContain("three");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await messages()).at(-1)).toContain("three");
  await page.waitForFunction(() => document.activeElement?.matches("textarea"));
});

test("people, channels, emoji and commands are suggested, and picked by keyboard", async () => {
  const options = page.getByRole("option");
  await field(page).focus();
  await page.keyboard.type("see @p");
  await options.filter({ hasText: "priya" }).waitFor();
  expect(await field(page).getAttribute("aria-activedescendant")).toBe(
    await options.filter({ hasText: "petra" }).getAttribute("id"),
  );
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("in ~tow");
  await options.filter({ hasText: "Town Square" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type(":tad");
  await options.filter({ hasText: ":tada:" }).waitFor();
  await page.keyboard.press("Escape");
  expect(await options.count()).toBe(0);
  await page.keyboard.type("a");
  expect(await field(page).inputValue()).toBe("see @priya in ~town-square :tada");
  // Inside code signs are signs.
  await field(page).fill("");
  await page.keyboard.type("`@p");
  await page.waitForTimeout(300);
  expect(await options.count()).toBe(0);
  await field(page).fill("");
  await page.keyboard.type("/ech");
  await options.filter({ hasText: "/echo" }).waitFor();
  // All commands are more than the list shows at once, and it stays above what is being written.
  await field(page).fill("");
  await page.keyboard.type("/");
  await options.filter({ hasText: "/away" }).waitFor();
  const list = await page.locator(".suggestions").boundingBox();
  const under = await field(page).boundingBox();
  expect((list?.y ?? 0) + (list?.height ?? 0)).toBeLessThanOrEqual(under?.y ?? 0);
  await page.keyboard.type("ech");
  await options.filter({ hasText: "/echo" }).waitFor();
  await page.keyboard.press("Enter");
  expect(await field(page).inputValue()).toBe("/echo ");
  await page.getByRole("status").filter({ hasText: "[message]" }).waitFor();
});

test("a command with arguments is said, its answer is seen by its caller, and an unknown one can be sent", async () => {
  await write(page, "/echo heard by everybody");
  await row(page, "heard by everybody").waitFor();
  expect(await field(page).inputValue()).toBe("");
  await write(page, "/invite @nobody-of-this-name");
  await row(page, "There is no such").waitFor();
  expect((await messages()).at(-1)).toBe("heard by everybody");
  await write(page, "/frobnicate now");
  await page.getByRole("alert").filter({ hasText: "no command /frobnicate" }).waitFor();
  expect(await field(page).inputValue()).toBe("/frobnicate now");
  await page.getByRole("button", { name: "Send as message" }).click();
  await expect.poll(async () => (await messages()).at(-1)).toBe("/frobnicate now");
});

test("rich text is pasted as Markdown, an address over words as a link, and undo takes it back", async () => {
  const paste = (data: Record<string, string>): Promise<void> =>
    field(page).evaluate((element, data) => {
      const clipboardData = new DataTransfer();
      for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, data);
  await field(page).focus();
  await page.keyboard.type("Note: ");
  await paste({ "text/plain": "a b", "text/html": "<p>a <b>b</b></p>" });
  await expect.poll(() => field(page).inputValue()).toBe("Note: a **b**");
  await page.keyboard.press("Control+z");
  expect(await field(page).inputValue()).toBe("Note: ");
  await field(page).fill("the plan");
  await page.keyboard.press("Control+a");
  await paste({ "text/plain": "https://example.org/plan" });
  expect(await field(page).inputValue()).toBe("[the plan](https://example.org/plan)");
  await page.keyboard.press("Control+z");
  expect(await field(page).inputValue()).toBe("the plan");
});

test("an Enter that ends a composition sends nothing", async () => {
  const session = await page.context().newCDPSession(page);
  await field(page).focus();
  await session.send("Input.imeSetComposition", { text: "こんに", selectionStart: 3, selectionEnd: 3 });
  await session.send("Input.dispatchKeyEvent", {
    type: "rawKeyDown",
    key: "Process",
    code: "Enter",
    windowsVirtualKeyCode: 229,
  });
  await session.send("Input.insertText", { text: "こんにちは" });
  expect(await field(page).inputValue()).toBe("こんにちは");
  expect(await messages()).not.toContain("こんにちは");
});

test("a tab that is killed while one types loses nothing, and sends nothing twice", async () => {
  let typed = "";
  let tab = await page.context().newPage();
  await tab.goto(page.url());
  await field(tab).waitFor();
  for (let round = 0; round < 3; round += 1) {
    const more = `words of round ${round} `;
    await field(tab).focus();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type(more);
    typed += more;
    await kill(tab);
    tab = await page.context().newPage();
    await tab.goto(page.url());
    await expect.poll(() => field(tab).inputValue()).toBe(typed);
  }
  await field(tab).press("Enter");
  await kill(tab);
  tab = await page.context().newPage();
  await tab.goto(page.url());
  await field(tab).waitFor();
  // It was written down with the draft's end, or neither: it stands in the list once, or still in the field.
  await expect
    .poll(async () => {
      const sent = (await messages()).filter((text) => text.trim() === typed.trim()).length;
      return sent + Number((await field(tab).inputValue()) === typed);
    })
    .toBe(1);
  await tab.close();
});

/** Ends the process of a page, as a crash or a system without memory does. */
async function kill(tab: Page): Promise<void> {
  const crashed = tab.waitForEvent("crash");
  tab.goto("chrome://crash").catch(() => {});
  await crashed;
  await tab.close();
}

test("what is sent without a network waits, goes out in order, and survives its tab", async () => {
  const context = page.context();
  const sent = Array.from({ length: 5 }, (_, index) => `without a network ${index}`);
  await context.setOffline(true);
  for (const text of sent.slice(0, 3)) {
    await write(page, text);
    await row(page, text).waitFor();
  }
  await page.waitForTimeout(Number(process.env.OFFLINE_MS ?? 5_000));
  expect(await page.getByText("Sends when you're back").count()).toBeGreaterThan(0);
  for (const text of sent.slice(3)) {
    await write(page, text);
  }
  const url = page.url();
  // What is killed before it is written down is still a draft; here it is to be the outbox that brings it back.
  await page.waitForTimeout(300);
  await kill(page);
  await context.setOffline(false);
  page = await context.newPage();
  await page.goto(url);
  await row(page, sent[4] ?? "").waitFor();
  await expect.poll(messages, { timeout: 15_000 }).toEqual(expect.arrayContaining(sent));
  expect((await messages()).filter((text) => text.startsWith("without a network"))).toEqual(sent);
});

test("a text that is too long says so, and goes out in several messages", async () => {
  const longest = 16_383;
  await field(page).fill(`begin ${"words ".repeat(3_000)}end`);
  await page.getByText("characters too many").waitFor();
  await page.keyboard.press("Enter");
  expect(await field(page).inputValue()).toContain("begin words");
  await page.getByRole("button", { name: "Send as 2 messages" }).click();
  await expect.poll(async () => (await messages()).at(-1)).toMatch(/^words .*end$/);
  const sent = (await messages()).slice(-2);
  expect(sent[0]).toMatch(/^begin/);
  expect(Math.max(...sent.map(({ length }) => length))).toBeLessThanOrEqual(longest);
  expect(await field(page).inputValue()).toBe("");
});

test("an answer that is lost on its way makes no second message", async () => {
  const sent = Array.from({ length: 3 }, (_, index) => `cut while sending ${index}`);
  let cuts = 0;
  // Each message reaches the server, whose answer is lost the first time.
  const known = new Set<string>();
  await page.route("**/api/v4/posts", async (route) => {
    const pending = route.request().postDataJSON().pending_post_id;
    const answer = await route.fetch();
    if (known.has(pending)) return route.fulfill({ response: answer });
    known.add(pending);
    cuts += 1;
    return route.abort();
  });
  for (const text of sent) {
    await write(page, text);
  }
  const nudge = setInterval(
    () => page.evaluate(() => dispatchEvent(new Event("online"))).catch(() => {}),
    200,
  );
  const isSent = (text: string): boolean => text.startsWith("cut while");
  await expect.poll(() => known.size, { timeout: 30_000 }).toBe(sent.length);
  await expect.poll(async () => (await messages()).filter(isSent), { timeout: 30_000 }).toEqual(sent);
  clearInterval(nudge);
  await page.unroute("**/api/v4/posts");
  expect(cuts).toBe(sent.length);
  // Until the answer has come, a message may stand beside what the server has made of it.
  await expect.poll(() => row(page, "cut while").count()).toBe(sent.length);
});

test("what was refused goes back to where it was written, before what stands there, also after a reload", async () => {
  // What the server has already may wait for its answer.
  await expect.poll(() => localRows(page, "outbox")).toEqual([]);
  await page.route("**/api/v4/posts", (route) =>
    route.fulfill({ status: 403, json: { id: "refused", message: "Not now.", status_code: 403 } }),
  );
  const failed = row(page, "The window moves");
  await write(page, "The window moves");
  await failed.getByText("Not sent: Not now.").waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await field(page).fill("And then");
  await page.reload();
  await failed.getByRole("button", { name: "Edit" }).click();
  await failed.waitFor({ state: "detached" });
  await expect
    .poll(() =>
      field(page).evaluate((one: HTMLTextAreaElement) => [
        one.value,
        one.selectionStart,
        one === document.activeElement,
      ]),
    )
    .toEqual(["The window moves\n\nAnd then", "The window moves".length, true]);
  await expect.poll(() => localRows(page, "outbox")).toEqual([]);
  await page.unroute("**/api/v4/posts");
  await page.keyboard.type(" to 16:30");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await messages()).at(-1)).toBe("The window moves to 16:30\n\nAnd then");
  expect(await page.getByText("Not sent").count()).toBe(0);
});

test("others see that one types, and many are not called without a question", async () => {
  const other = await world.person("/login");
  await logIn(other, "priya");
  await field(other).waitFor();
  await field(page).focus();
  // Who has just come hears of nothing before their connection stands.
  await expect
    .poll(
      async () => {
        await page.keyboard.type("hm ");
        return other.getByText("anna is typing…").count();
      },
      { interval: 500, timeout: 30_000 },
    )
    .toBe(1);
  for (const name of ["kofi", "yael", "darya", "takeshi"]) await addAccount(page, name);
  await write(page, "@all come to the depot");
  const question = page.getByRole("alertdialog", { name: "Call 6 people?" });
  await question.waitFor();
  await page.keyboard.press("Enter");
  await question.waitFor({ state: "detached" });
  expect(await field(page).inputValue()).toBe("@all come to the depot");
  await page.keyboard.press("Enter");
  await question.getByRole("button", { name: "Call them" }).click();
  await expect.poll(async () => (await messages()).at(-1)).toBe("@all come to the depot");
  await other.context().close();
});

test("a draft stays with its channel, and is in the other tab too", async () => {
  await field(page).fill("half a thought");
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect.poll(() => field(other).inputValue()).toBe("half a thought");
  await field(other).fill("a whole thought");
  await expect.poll(() => field(page).inputValue()).toBe("a whole thought");
  await other.close();
  await page.getByRole("link", { name: /Off-Topic/ }).click();
  await page.getByRole("textbox", { name: "Message to Off-Topic" }).waitFor();
  expect(await field(page).inputValue()).toBe("");
  await page.getByRole("link", { name: /Town Square/ }).click();
  await page.getByRole("textbox", { name: "Message to Town Square" }).waitFor();
  expect(await field(page).inputValue()).toBe("a whole thought");
});

test("axe finds nothing in the composer, its lists and its picker, by day and by night", async () => {
  const faults: string[] = [];
  const look = async (what: string): Promise<void> => {
    faults.push(...(await axeFaults(page)).map((fault) => `${what}: ${fault}`));
  };
  await field(page).focus();
  await look("composer");
  await page.keyboard.type("@p");
  await page.getByRole("option").filter({ hasText: "priya" }).waitFor();
  await look("suggestions");
  await write(page, "/frobnicate");
  await page.getByRole("alert").waitFor();
  await look("trouble");
  await field(page).fill("**words**");
  await page.keyboard.press("Control+Alt+p");
  await page.getByRole("region", { name: "Preview of your message" }).waitFor();
  await look("preview");
  await page.keyboard.press("Control+Alt+p");
  await page.getByRole("button", { name: "Emoji" }).click();
  await page.getByRole("option").first().waitFor();
  await look("picker");
  await page.keyboard.type("party popper");
  await page.keyboard.press("Enter");
  await expect.poll(() => field(page).inputValue()).toContain(":tada:");
  expect(faults).toEqual([]);
  expect(world.faults).toEqual([]);
});

test("a call to everybody is sent once, and what is written on while it is counted is kept", async () => {
  await slowCounts();
  await write(page, "@all The ferry is in");
  await page.keyboard.press("Enter");
  await page.keyboard.type(", come");
  await page.getByRole("alertdialog").getByRole("button", { name: "Call them" }).click();
  await row(page, "The ferry is in").waitFor();
  await expect.poll(() => localRows(page, "outbox")).toEqual([]);
  expect((await messages()).filter((text) => text.includes("The ferry"))).toEqual(["@all The ferry is in"]);
  expect(await field(page).inputValue()).toBe("@all The ferry is in, come");
  await page.unroute("**/channels/*/stats*");
});

test("who goes elsewhere while the server is asked stays there", async () => {
  const me = page.getByRole("navigation", { name: "Channels" }).locator(".sidebar-me");
  const isThere = (): Promise<boolean> => me.evaluate((button) => button === document.activeElement);
  let answer = (): void => {};
  async function asked(path: string, json?: unknown): Promise<void> {
    await page.route(path, async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      await (json === undefined ? route.continue() : route.fulfill({ json }));
    });
  }

  await asked("**/channels/*/stats*", { member_count: 2 });
  await field(page).fill("@all Few enough");
  const counted = page.waitForRequest("**/channels/*/stats*");
  await page.keyboard.press("Enter");
  await counted;
  await me.focus();
  answer();
  await row(page, "Few enough").waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  expect(await isThere()).toBe(true);
  await page.unroute("**/channels/*/stats*");

  await asked("**/commands/execute");
  await field(page).fill("/shrug well");
  const executed = page.waitForRequest("**/commands/execute");
  await page.keyboard.press("Enter");
  await executed;
  await me.focus();
  answer();
  await row(page, "well ¯").waitFor();
  await expect.poll(() => field(page).getAttribute("aria-busy")).toBe(null);
  expect(await isThere()).toBe(true);
  await page.unroute("**/commands/execute");

  await write(page, "/shrug here");
  await row(page, "here ¯").waitFor();
  expect(await field(page).evaluate((one) => one === document.activeElement)).toBe(true);
});
