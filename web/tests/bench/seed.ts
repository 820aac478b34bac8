import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../flows/world";

/** Somebody with a session. */
export interface Person {
  id: string;
  name: string;
  token: string;
}

export interface Room {
  id: string;
  name: string;
  display_name: string;
}

/** A filled server: 10,000 people, a team with 200 channels that the reader is in, one of them with 10,000 posts. */
export interface Filled {
  url: string;
  team: string;
  reader: Person;
  /** In every one of the reader's channels. */
  writers: Person[];
  rooms: Room[];
  long: Room;
  end(): Promise<void>;
}

/** As `wardroom bench seed` has them. */
const PASSWORD = "Bench-People-1!";
const ADMIN = "bench-admin:Bench-Admin-1!";
/** A fifth of them stands in one channel, where a quarter are replies. */
const POSTS = 70_000;
const LONG = "channel1";
const ROOMS = 200;
/** More than a page in every channel. */
const TOPPED_UP = 62;
const AT_ONCE = 8;
/** More people and channels in a team than a server allows by itself. */
const ROOMY = { MM_TEAMSETTINGS_MAXUSERSPERTEAM: "20000", MM_TEAMSETTINGS_MAXCHANNELSPERTEAM: "20000" };

const texts = [
  "Good morning.",
  "The 17:10 to Halden runs with **four cars** instead of six; reserved seats are honoured.",
  "Can somebody look at points 12 again? They answer slowly: the log has `answer=4.1s` since five.",
  "Done :white_check_mark:",
  "I have put the draft for Sundays where everybody finds it: https://nordlinje.example/sundays. Please read it until Thursday, and say here what is missing, so that we need not meet for it again.",
  "- [x] reported\n- [x] somebody on site\n- [ ] part ordered",
  "> More than 3 s is to be reported.\n\nReported, at 05:15 and again at 05:40.",
  "```rust\nfn position(points: PointsId) -> Result<Position, Fault> {\n    let answer = bus.ask(points, Duration::from_secs(5))?;\n    Ok(answer.position())\n}\n```",
  "Yes.",
  "Who is nearest to Moss, and has a key for the cabinet behind platform 2?",
];

/** Calls the server as somebody. */
export async function ask<Answer>(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(`${url}/api/v4${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function logIn(url: string, login_id: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/v4/users/login`, {
    method: "POST",
    body: JSON.stringify({ login_id, password }),
  });
  return answer.headers.get("Token") ?? "";
}

/** Does a thing with each of many, some at once. */
async function eachOf<Item>(items: Item[], act: (item: Item, at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next;
      next += 1;
      const item = items[at];
      if (item !== undefined) await act(item, at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Fills a server, or takes the one that an earlier run has left in BENCH_DATA. */
export async function fill(): Promise<Filled> {
  const kept = process.env.BENCH_DATA;
  const data = kept ?? mkdtempSync(join(tmpdir(), "wardroom-bench-"));
  const sessions = join(data, "people.json");
  const isFilled = existsSync(sessions);
  if (!isFilled) {
    // The first start makes the database.
    await (await serve(data, ROOMY)).stop();
    execFileSync(process.env.WARDROOM_BINARY ?? "", [
      ...["bench", "seed", "--profile", "m", "--posts", String(POSTS), "--admin", ADMIN],
      ...["--store", `sqlite:${join(data, "wardroom.db")}`, "--sessions", sessions],
    ]);
  }
  const server = await serve(data, ROOMY);
  const all: Person[] = JSON.parse(readFileSync(sessions, "utf8"));
  const [reader, ...others] = all;
  const writers = others.slice(0, AT_ONCE);
  if (!reader) throw new Error("the seed has made nobody");
  const rooms = await roomsOf(server.url);
  const long = rooms.find((room) => room.name === LONG);
  if (!long || rooms.length < ROOMS) throw new Error("the seed has other channels than this expects");
  if (!isFilled) await enliven(server.url, rooms, reader, writers);
  // Everything is read, so that channels open at their ends.
  await eachOf(rooms, ({ id }) =>
    ask(server.url, reader.token, "POST", "/channels/members/me/view", { channel_id: id }),
  );
  return {
    ...{ url: server.url, team: "team0", reader, writers, rooms, long },
    end: async () => {
      await server.stop();
      if (!kept) rmSync(data, { recursive: true, force: true });
    },
  };
}

let admin = "";

/** The channels of the first team that anybody may enter. */
async function roomsOf(url: string): Promise<Room[]> {
  const [name = "", password = ""] = ADMIN.split(":");
  admin = await logIn(url, name, password);
  const { id: team } = await ask<{ id: string }>(url, admin, "GET", "/teams/name/team0");
  const pages = [0, 1].map((page) =>
    ask<Room[]>(url, admin, "GET", `/teams/${team}/channels?page=${page}&per_page=200`),
  );
  const seeded = (await Promise.all(pages)).flat().filter((room) => /^channel\d+$/.test(room.name));
  return seeded.slice(0, ROOMS);
}

/** Brings the people that matter into the channels that matter, and has these talk. */
async function enliven(url: string, rooms: Room[], reader: Person, writers: Person[]): Promise<void> {
  const join = (people: Person[]): Promise<void> =>
    eachOf(
      rooms.flatMap(({ id }) => people.map((person) => [id, person.id] as const)),
      ([id, user_id]) => ask(url, admin, "POST", `/channels/${id}/members`, { user_id }),
    );
  await join(writers);
  // Authors take turns, and two messages of one follow each other now and then.
  const messages = rooms.flatMap(({ id }) => Array.from({ length: TOPPED_UP }, (_, at) => [id, at] as const));
  await eachOf(messages, ([channel_id, at], number) => {
    const writer = writers[(at - (at % 3 === 1 ? 1 : 0)) % writers.length];
    const message = texts[number % texts.length];
    return ask(url, writer?.token ?? "", "POST", "/posts", { channel_id, message });
  });
  await join([reader]);
}

/** Who reads, as a page signs them in. */
export const signIn = { login_id: "person1", password: PASSWORD };
