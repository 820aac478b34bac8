import { expect, test } from "vitest";
import type { Channel, ChannelMember } from "@/api";
import { arrange } from "./arrange";
import { type ChannelsState, channels } from "./model";

function stateOf(names: Record<string, string>): ChannelsState {
  const all = Object.entries(names).map(([id, display_name]) => ({
    ...({ id, display_name, name: id, team_id: "t", type: "O", delete_at: 0 } as Channel),
    total_msg_count_root: 0,
  }));
  const members = all.map(
    ({ id }) => [id, { channel_id: id, msg_count_root: 0, notify_props: {} } as ChannelMember] as const,
  );
  return {
    ...channels.get(),
    channels: Object.fromEntries(all.map((one) => [one.id, one])),
    members: Object.fromEntries(members),
  };
}

const idsOf = (state: ChannelsState): string[] =>
  arrange(
    state,
    "t",
    (channel) => channel.display_name,
    () => false,
  ).flatMap((group) => group.ids);

test("channels stand in the order of their names, which follows when one is renamed, comes or goes", () => {
  expect(idsOf(stateOf({ a: "Channel 10", b: "Channel 9", c: "Ärger" }))).toEqual(["c", "b", "a"]);
  expect(idsOf(stateOf({ a: "Channel 10", b: "Channel 9", c: "Ärger" }))).toEqual(["c", "b", "a"]);
  expect(idsOf(stateOf({ a: "Channel 8", b: "Channel 9", c: "Ärger" }))).toEqual(["c", "a", "b"]);
  expect(idsOf(stateOf({ a: "Channel 8", c: "Ärger" }))).toEqual(["c", "a"]);
});

test("direct messages stand with those first in which something was written last", () => {
  const state = stateOf({ a: "Anna", b: "Ben", c: "Carl" });
  const lastAt: Record<string, number> = { a: 2, b: 3, c: 1 };
  for (const channel of Object.values(state.channels))
    Object.assign(channel, { team_id: "", type: "D", last_post_at: lastAt[channel.id] });
  expect(idsOf(state)).toEqual(["b", "a", "c"]);
});
