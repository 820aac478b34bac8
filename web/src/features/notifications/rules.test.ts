import { expect, test } from "vitest";
import type { ChannelMember, Post, User } from "@/api";
import { isThreaded, isTold, judge, type Told, type Wishes } from "./rules";

type Props = Partial<Record<string, string>>;

const me = (notify_props: Props = {}): User =>
  ({ id: "me", notify_props: { desktop: "mention", desktop_threads: "all", ...notify_props } }) as User;
const member = (notify_props: Props): ChannelMember =>
  ({ notify_props: { desktop: "default", mark_unread: "all", ...notify_props } }) as ChannelMember;
const told = (of: Partial<Omit<Told, "post">> & { post?: Partial<Post> } = {}): Told => ({
  isMention: false,
  isFollowed: false,
  ...of,
  post: { id: "p", user_id: "ben", type: "", root_id: "", props: {}, ...of.post } as Post,
});
const wishes = (of: Partial<Wishes> = {}): Wishes => ({
  me: me(),
  presence: "online",
  isThreaded: true,
  member: member({}),
  isArchived: false,
  ...of,
});

test("by the account's level: every message, mentions, or nothing", () => {
  const plain = told();
  const mention = told({ isMention: true });
  expect(judge(plain, wishes({ me: me({ desktop: "all" }) }))).toBe("all");
  expect(judge(plain, wishes())).toBe("level");
  expect(judge(mention, wishes())).toBe("mention");
  expect(judge(mention, wishes({ me: me({ desktop: "none" }) }))).toBe("level");
});

test("a channel's own level goes before the account's", () => {
  const plain = told();
  expect(judge(plain, wishes({ member: member({ desktop: "all" }) }))).toBe("all");
  expect(judge(plain, wishes({ me: me({ desktop: "all" }), member: member({ desktop: "mention" }) }))).toBe(
    "level",
  );
  expect(judge(told({ isMention: true }), wishes({ member: member({ desktop: "none" }) }))).toBe("level");
  expect(judge(told({ isMention: true }), wishes({ member: undefined }))).toBe("mention");
});

test("never what I write, but what my webhook writes", () => {
  const all = wishes({ me: me({ desktop: "all" }) });
  expect(judge(told({ post: { user_id: "me" } }), all)).toBe("own");
  expect(judge(told({ post: { user_id: "me", props: { from_webhook: "true" } } }), all)).toBe("all");
});

test("never while I am not to be disturbed, nor in what is muted or archived", () => {
  const mention = told({ isMention: true });
  expect(judge(mention, wishes({ presence: "dnd" }))).toBe("busy");
  expect(judge(mention, wishes({ presence: "away" }))).toBe("mention");
  expect(judge(mention, wishes({ member: member({ mark_unread: "mention" }) }))).toBe("muted");
  expect(judge(mention, wishes({ isArchived: true }))).toBe("archived");
});

test("of what the server says only that I was brought in", () => {
  const all = wishes({ me: me({ desktop: "all" }) });
  const added = (who: string): Told =>
    told({ post: { type: "system_add_to_channel", props: { addedUserId: who } } });
  expect(judge(told({ post: { type: "system_join_channel" } }), all)).toBe("system");
  expect(judge(added("ben"), all)).toBe("system");
  expect(judge(added("me"), all)).toBe("all");
});

test("replies are told of where I follow their thread, by the rule for threads", () => {
  const reply = (isFollowed: boolean): Told => told({ isFollowed, post: { root_id: "root" } });
  expect(judge(reply(true), wishes())).toBe("thread");
  expect(judge(reply(false), wishes({ me: me({ desktop: "all" }) }))).toBe("level");
  expect(judge(reply(true), wishes({ me: me({ desktop_threads: "mention" }) }))).toBe("level");
  expect(judge(reply(true), wishes({ member: member({ desktop_threads: "mention" }) }))).toBe("level");
  expect(judge(told({ isMention: true, post: { root_id: "root" } }), wishes())).toBe("mention");
  expect(judge(reply(true), wishes({ me: me({ desktop: "none" }) }))).toBe("level");
});

test("where threads are not apart a reply is a message like any other", () => {
  const reply = told({ post: { root_id: "root" } });
  expect(judge(reply, wishes({ isThreaded: false, me: me({ desktop: "all" }) }))).toBe("all");
  expect(judge(reply, wishes({ isThreaded: false }))).toBe("level");
  expect(isThreaded("always_on", "off")).toBe(true);
  expect(isThreaded("default_on", undefined)).toBe(true);
  expect(isThreaded("default_on", "off")).toBe(false);
  expect(isThreaded("default_off", "on")).toBe(true);
  expect(isThreaded("disabled", "on")).toBe(false);
});

test("three verdicts tell, all others keep quiet", () => {
  const quiet = ["own", "system", "busy", "muted", "archived", "level"] as const;
  expect((["all", "mention", "thread"] as const).every(isTold)).toBe(true);
  expect(quiet.some(isTold)).toBe(false);
});
