import { afterEach, expect, test } from "vitest";
import type { Channel, ChannelMember, Post, Role, User } from "@/api";
import { channels } from "@/features/channels";
import { session } from "@/features/session";
import { teams } from "@/features/teams";
import { type Verbs, verbsNow, verbsOf } from "./verbs";

const post = (more: Partial<Post>): Post =>
  ({ id: "p", channel_id: "c", user_id: "me", pending_post_id: "", type: "", delete_at: 0, ...more }) as Post;
const mine = post({});
const another = post({ user_id: "ben" });

const namesOf = (verbs: Verbs, is: boolean): string[] =>
  Object.entries(verbs).flatMap(([name, may]) => (may === is ? [name] : []));

test.each([
  ["add_reaction", ["react"], ["react"]],
  ["edit_post", ["edit"], []],
  ["edit_others_posts", [], ["edit"]],
  ["delete_post", ["remove"], []],
  ["delete_others_posts", [], ["remove"]],
])("who may all but %s lacks %j on own posts and %j on others'", (permission, own, others) => {
  const lackedOn = (one: Post) =>
    namesOf(
      verbsOf(one, "me", true, (wanted) => wanted !== permission),
      false,
    );
  expect([lackedOn(mine), lackedOn(another)]).toEqual([own, others]);
});

test.each([
  ["a message on its way", post({ pending_post_id: "p" }), []],
  ["what only I see", post({ type: "system_ephemeral" }), []],
  ["what is deleted", post({ delete_at: 5 }), []],
  ["what the server says of me", post({ type: "system_join_channel" }), ["save", "remove"]],
  [
    "what it says of others",
    post({ type: "system_join_channel", user_id: "ben" }),
    ["save", "remove", "unread"],
  ],
])("who may everything can do with %s no more than fits it", (_, one, verbs) => {
  expect(
    namesOf(
      verbsOf(one, "me", true, () => true),
      true,
    ),
  ).toEqual(verbs);
});

afterEach(() => {
  for (const slice of [channels, teams, session]) slice.reset();
});

const open = { id: "c", team_id: "t", delete_at: 0 } as Channel;
const member = { channel_id: "c", roles: "channel_user" } as ChannelMember;

test.each([
  ["somebody in it", open, member, ["react", "reply", "save", "pin", "edit", "remove", "unread", "follow"]],
  ["who only looks at it", open, undefined, ["reply", "save", "unread", "follow"]],
  ["anybody once it is archived", { ...open, delete_at: 5 }, member, ["reply", "save", "unread", "follow"]],
])("in a channel %s can do what belongs to it", (_, channel, membership, verbs) => {
  const role = (...permissions: string[]): Role => ({ permissions }) as Role;
  session.set({
    me: { id: "me", roles: "system_user" } as User,
    roles: { system_user: role("delete_post"), channel_user: role("add_reaction", "edit_post") },
  });
  channels.set({ channels: { c: channel }, members: membership ? { c: membership } : {} });
  expect(namesOf(verbsNow(mine), true)).toEqual(verbs);
});
