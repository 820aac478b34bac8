import { afterEach, expect, test, vi } from "vitest";
import { api, type ChannelStats, type Role, type User } from "@/api";
import { session } from "@/features/session";
import { isCommand } from "./commands";
import { callsEverybody, countToAsk } from "./everybody";
import { suggestNow } from "./suggest/sources";

afterEach(() => {
  vi.restoreAllMocks();
  session.reset();
});

test("who may call everybody is offered it, and asked first where they are many; others are not", async () => {
  vi.spyOn(api, "channelStats").mockResolvedValue({ channel_id: "c", member_count: 9 } as ChannelStats);
  const where = { channel: "c", root: "", team: "t" };
  const may = async (...permissions: string[]) => {
    session.set({ me: { roles: "user" } as User, roles: { user: { permissions } as Role } });
    const offered = suggestNow(where, { kind: "person", typed: "a", from: 0, to: 2 });
    return [offered.map(({ key }) => key), await countToAsk("c", "@all")];
  };
  expect(await may("use_channel_mentions")).toEqual([["@all"], 8]);
  expect(await may()).toEqual([[], undefined]);
});

test("everybody is called by @all, @channel and @here, and not in code or in longer names", () => {
  for (const text of ["@all hello", "hello @Channel.", "(@here)", "a\n@all"])
    expect(callsEverybody(text), text).toBe(true);
  for (const text of [
    "`@all`",
    "```\n@all\n```",
    "```\n@all",
    "mail@all",
    "@allison",
    "@here-now",
    "@all.hands",
  ])
    expect(callsEverybody(text), text).toBe(false);
  expect(callsEverybody("```\n@all\n```\n@here")).toBe(true);
});

test("a command begins with a slash and a word", () => {
  expect(isCommand("/me waves")).toBe(true);
  for (const text of ["/", "/ me", "//x", " /me", "a /me"]) expect(isCommand(text), text).toBe(false);
});
