import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";

/** A real server with the built client, and people in browsers of their own. */
export interface World {
  url: string;
  /** A browser of somebody's own, on a page of the client. What the page breaks of its own rules is collected. */
  person(path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Errors and refused content, of all pages. */
  faults: string[];
  /** What every page shows now, as a screen reader has it. */
  shown(): Promise<string>;
  end(): Promise<void>;
}

/** The worlds that have not ended. */
export const worlds = new Set<World>();

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A name of the server that browsers do not trust as they trust loopback addresses.
  "--host-resolver-rules=MAP plain.test 127.0.0.1",
];

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const at = probe.address();
      probe.close(() => (at && typeof at === "object" ? resolve(at.port) : reject(new Error("no port"))));
    });
  });
}

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    const answer = await fetch(`${url}/api/v4/system/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server does not answer");
}

/** A server on some data, with the built client. */
export interface Server {
  url: string;
  stop(): Promise<void>;
}

export async function serve(data: string, environment: NodeJS.ProcessEnv): Promise<Server> {
  const binary = process.env.WARDROOM_BINARY;
  if (!binary) throw new Error("WARDROOM_BINARY names the server to test against");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dist = process.env.WARDROOM_CLIENT ?? join(import.meta.dirname, "../../dist");
  const options = ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--client-dir", dist];
  const server = spawn(binary, options, {
    stdio: "ignore",
    env: { ...process.env, ...environment },
  });
  await untilAnswers(url, server);
  return {
    url,
    stop: async () => {
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
    },
  };
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

export async function startWorld(
  environment: NodeJS.ProcessEnv = { MM_TEAMSETTINGS_ENABLEOPENSERVER: "true" },
): Promise<World> {
  const data = mkdtempSync(join(tmpdir(), "wardroom-flow-"));
  const server = await serve(data, environment);
  const { url } = server;
  const browser = await startBrowser();
  const faults: string[] = [];
  const world: World = {
    url,
    faults,
    shown: async () => {
      const pages = browser.contexts().flatMap((context) => context.pages());
      const texts = pages.map(async (page) => `${page.url()}\n${await page.ariaSnapshot()}`);
      return (await Promise.all(texts)).join("\n\n");
    },
    person: async (path = "/", options = {}) => {
      const context = await browser.newContext({ locale: "en-GB", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        if (/Content Security Policy|TrustedScript|TrustedHTML/.test(message.text()))
          faults.push(message.text());
      });
      await page.goto(`${url}${path}`);
      return page;
    },
    end: async () => {
      worlds.delete(world);
      await browser.close();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
  worlds.add(world);
  return world;
}

export const PASSWORD = "correct horse battery";

/** Makes an account at the door. The first one on a server leaves the first run for the page that makes a team. */
export async function signUp(page: Page, name: string): Promise<void> {
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Username").fill(name);
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  const isFirst = (await page.getByText("Step 1 of").count()) > 0;
  await page.getByRole("button", { name: isFirst ? "Continue" : "Make account" }).click();
  if (!isFirst) return;
  await page.getByText("Step 2 of").waitFor();
  await page.goto(new URL("/create_team", page.url()).href);
}

/** Signs in at the door. */
export async function logIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail or username").fill(name);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** Makes the first team, as whoever has just made an account. */
export async function firstTeam(page: Page, name: string): Promise<void> {
  await page.getByLabel("Team name").fill(name);
  await page.getByRole("button", { name: "Create team" }).click();
  await field(page).waitFor();
}

/** The first person on a server, anna, in the team Nordlinje that she makes. */
export async function firstPerson(world: World, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await world.person("/", options);
  await signUp(page, "anna");
  await firstTeam(page, "Nordlinje");
  return page;
}

/** Somebody who makes an account by the invitation of the team that another is in. */
export async function invited(world: World, by: Page, name: string): Promise<Page> {
  const page = await world.person(await invitation(by));
  await signUp(page, name);
  await field(page).waitFor();
  return page;
}

/** Makes an account and puts it into the team that somebody is in; nobody signs in with it. Gives its id. */
export async function addAccount(page: Page, name: string, more: object = {}): Promise<string> {
  const account = { email: `${name}@example.org`, username: name, password: PASSWORD, ...more };
  const { id: user_id } = await call<{ id: string }>(page, "POST", "/users", account);
  const { id: team_id } = await teamOf(page);
  await call(page, "POST", `/teams/${team_id}/members`, { team_id, user_id });
  return user_id;
}

/** Where one writes in the open channel. */
export const field = (on: Page): Locator => on.getByRole("textbox", { name: /^(Message to|Nachricht an)/ });

/** The message that says something. */
export const row = (on: Page | Locator, text: string): Locator =>
  on.getByRole("article").filter({ hasText: text });

/** Writes a message and sends it. */
export async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press("Enter");
}

/** Calls the server as who is signed in on a page, for what a flow needs to be there before it begins. */
export async function call<Answer>(
  page: Page,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const token = /MMCSRF=([^;]*)/.exec(document.cookie)?.[1] ?? "";
      const answer = await fetch(`/api/v4${path}`, {
        method: String(method),
        headers: { "X-CSRF-Token": token, "X-Requested-With": "XMLHttpRequest" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [method, path, body] as const,
  );
}

interface Team {
  id: string;
  invite_id: string;
}

/** The team that somebody is in. */
export async function teamOf(page: Page): Promise<Team> {
  const [team] = await call<Team[]>(page, "GET", "/users/me/teams");
  if (!team) throw new Error("they are in no team");
  return team;
}

/** What of a channel is unread, as the server has it. */
export function unreadIn(page: Page, channel: string): Promise<{ msg_count: number; mention_count: number }> {
  return call(page, "GET", `/users/me/channels/${channel}/unread`);
}

/** The path of the link with which others come into the team that somebody is in. */
export async function invitation(page: Page): Promise<string> {
  return `/signup_user_complete?id=${(await teamOf(page)).invite_id}`;
}

/** The id of a channel of the team that somebody is in, by its name in addresses. */
export async function channelId(page: Page, name = "town-square"): Promise<string> {
  const { id } = await teamOf(page);
  return (await call<{ id: string }>(page, "GET", `/teams/${id}/channels/name/${name}`)).id;
}
