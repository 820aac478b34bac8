import { api, type Channel, type CommandSuggestion, type User } from "@/api";
import { channels, rolesInChannel } from "@/features/channels";
import { learn, people } from "@/features/people";
import { posts } from "@/features/posts";
import { rolesAllow, session } from "@/features/session";
import { type Emoji, loadEmoji } from "@/lib/emoji";
import { inPortions } from "@/lib/portions";
import { slice } from "@/lib/slice";
import { isForUs } from "../commands";
import type { SuggestionQuery } from "./query";
import { foldedNames, type Ranker, rankerOfChannels, rankerOfPeople } from "./rank";

export { mergedUnderCursor } from "./rank";

/** Something that completes what is typed. */
export type Suggestion = { key: string } & (
  | { kind: "person"; user: User; isMember: boolean }
  | { kind: "everybody"; name: "here" | "channel" | "all"; count: number | undefined }
  | { kind: "channel"; channel: Channel }
  | { kind: "emoji"; emoji: Emoji }
  | { kind: "command"; command: CommandSuggestion }
);

/** Where something is being typed. */
export interface Where {
  channel: string;
  root: string;
  team: string;
}

const MOST = 25;

interface SuggestionsState {
  /** By channel and person: whether they are in it, as answers have told. */
  members: Record<string, Record<string, boolean>>;
  /** By channel: how many people are in it. */
  counts: Record<string, number>;
  /** By team. */
  commands: Record<string, CommandSuggestion[]>;
  /** Channels that one is not in and that the server has named. */
  offered: Record<string, Channel>;
}

/** What the server has said to earlier questions. */
const known = slice<SuggestionsState>("suggestions", { members: {}, counts: {}, commands: {}, offered: {} });

/** Who is known to be in a channel: told so, or seen writing there. */
function insiders(channel: string): Set<string> {
  const told = known.get().members[channel] ?? {};
  const { stretches, posts: all } = posts.get();
  const inside = new Set((stretches[channel]?.ids ?? []).map((id) => all[id]?.user_id ?? ""));
  for (const [id, isMember] of Object.entries(told)) {
    if (isMember) inside.add(id);
    else inside.delete(id);
  }
  return inside;
}

function everybody({ channel }: Where, typed: string): Suggestion[] {
  if (!rolesAllow(session.get(), rolesInChannel(channels.get(), channel), "use_channel_mentions")) return [];
  return (["here", "channel", "all"] as const)
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .map((name) => ({ kind: "everybody", key: `@${name}`, name, count: known.get().counts[channel] }));
}

/** All who are known: ranked by one ranker as long as they are the same. */
let ranked: { users: Record<string, User>; rank: Ranker<User> } | undefined;

function rankerOfAll(): Ranker<User> {
  const { users } = people.get();
  if (ranked?.users !== users) ranked = { users, rank: rankerOfPeople(Object.values(users)) };
  return ranked.rank;
}

/** Makes the names of all who are known ready, some at a time, so that the first `@` does not wait for it. */
export async function prepareNames(): Promise<void> {
  await inPortions(Object.values(people.get().users), foldedNames);
  rankerOfAll();
}

function peopleFor(where: Where, typed: string): Suggestion[] {
  const { users } = people.get();
  const members = insiders(where.channel);
  const suggested = (found: User[], isMember: boolean): Suggestion[] =>
    found.map((user) => ({ kind: "person", key: user.id, user, isMember }));
  const among = [...members].flatMap((id) => users[id] ?? []);
  const inside = rankerOfPeople(among)(typed, MOST);
  const outside = rankerOfAll()(typed, MOST - inside.length, ({ id }) => !members.has(id));
  return [...suggested(inside, true), ...everybody(where, typed), ...suggested(outside, false)];
}

function channelsFor({ team }: Where, typed: string): Suggestion[] {
  const mine = channels.get().channels;
  const here = Object.values({ ...known.get().offered, ...mine }).filter(
    (channel) => channel.team_id === team && channel.delete_at === 0,
  );
  return rankerOfChannels(here)(typed, MOST).map((channel) => ({
    kind: "channel",
    key: channel.id,
    channel,
  }));
}

function commandsFor({ team }: Where, typed: string): Suggestion[] {
  return (known.get().commands[team] ?? [])
    .filter(({ Suggestion }) => Suggestion.startsWith(typed.toLowerCase()))
    .map((command) => ({ kind: "command", key: `/${command.Suggestion}`, command }));
}

/** What is known here and now, without asking anybody. */
export function suggestNow(where: Where, { kind, typed }: SuggestionQuery): Suggestion[] {
  if (kind === "person") return peopleFor(where, typed);
  if (kind === "channel") return channelsFor(where, typed);
  if (kind === "command") return commandsFor(where, typed);
  return [];
}

/** What is known once the server has been asked. */
export async function suggestSoon(where: Where, { kind, typed }: SuggestionQuery): Promise<Suggestion[]> {
  switch (kind) {
    case "emoji": {
      const table = await loadEmoji();
      return table.search(typed, MOST).map((emoji) => ({ kind: "emoji", key: emoji.name, emoji }));
    }
    case "person":
      await askForPeople(where, typed);
      return peopleFor(where, typed);
    case "channel":
      await askForChannels(where, typed);
      return channelsFor(where, typed);
    case "command":
      await askForCommands(where);
      return commandsFor(where, typed);
  }
}

async function askForPeople({ channel, team }: Where, typed: string): Promise<void> {
  const [found, stats] = await Promise.all([
    api.suggestUsers({ in_team: team, in_channel: channel, name: typed, limit: MOST }),
    known.get().counts[channel] === undefined ? api.channelStats(channel).catch(() => undefined) : undefined,
  ]);
  const outside = found.out_of_channel ?? [];
  learn([...found.users, ...outside]);
  const told = Object.fromEntries([
    ...found.users.map(({ id }) => [id, true]),
    ...outside.map(({ id }) => [id, false]),
  ]);
  known.set(({ members, counts }) => ({
    members: { ...members, [channel]: { ...members[channel], ...told } },
    counts: stats ? { ...counts, [channel]: stats.member_count } : counts,
  }));
}

async function askForChannels({ team }: Where, typed: string): Promise<void> {
  const found = await api.suggestChannels(team, typed);
  known.set(({ offered }) => ({
    offered: { ...offered, ...Object.fromEntries(found.map((one) => [one.id, one])) },
  }));
}

/** All commands of a team at once: what is typed then only chooses among them. */
async function askForCommands({ team, channel, root }: Where): Promise<void> {
  const found = await api.suggestCommands(team, { user_input: "/", channel_id: channel, root_id: root });
  const ours = found.filter(({ Suggestion }) => isForUs(Suggestion));
  known.set(({ commands }) => ({ commands: { ...commands, [team]: ours } }));
}

/** What is known of the command whose arguments are being typed. */
export function commandHint(team: string, trigger: string): CommandSuggestion | undefined {
  return known.get().commands[team]?.find(({ Suggestion }) => Suggestion === trigger);
}
