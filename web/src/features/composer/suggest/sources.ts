import { api, type Channel, type CommandSuggestion, type User } from "@/api";
import { channels, rolesInChannel } from "@/features/channels";
import { learn, people } from "@/features/people";
import { posts } from "@/features/posts";
import { rolesAllow, session } from "@/features/session";
import { type Emoji, loadEmoji } from "@/lib/emoji";
import { isForUs } from "../commands";
import type { SuggestionQuery } from "./query";
import { rankChannels, rankPeople } from "./rank";

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

/** Who is known to be in a channel, and who not, by channel: learnt from answers and from who has written there. */
const members = new Map<string, Map<string, boolean>>();
const counts = new Map<string, number>();
const commands = new Map<string, CommandSuggestion[]>();
/** Channels that others have and that the server has named. */
const offered = new Map<string, Channel>();

function membersOf(channel: string): Map<string, boolean> {
  const known = members.get(channel) ?? new Map<string, boolean>();
  members.set(channel, known);
  const { stretches, posts: all } = posts.get();
  for (const id of stretches[channel]?.ids ?? []) {
    const author = all[id]?.user_id;
    if (author && !known.has(author)) known.set(author, true);
  }
  return known;
}

function everybody({ channel }: Where, typed: string): Suggestion[] {
  if (!rolesAllow(session.get(), rolesInChannel(channels.get(), channel), "use_channel_mentions")) return [];
  return (["here", "channel", "all"] as const)
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .map((name) => ({ kind: "everybody", key: `@${name}`, name, count: counts.get(channel) }));
}

function peopleFor(where: Where, typed: string): Suggestion[] {
  const inside = membersOf(where.channel);
  const fitting = rankPeople(Object.values(people.get().users), typed).map(
    (user): Suggestion & { kind: "person" } => ({
      kind: "person",
      key: user.id,
      user,
      isMember: inside.get(user.id) ?? false,
    }),
  );
  return [
    ...fitting.filter(({ isMember }) => isMember).slice(0, MOST),
    ...everybody(where, typed),
    ...fitting.filter(({ isMember }) => !isMember).slice(0, MOST),
  ];
}

function channelsFor({ team }: Where, typed: string): Suggestion[] {
  const known = channels.get().channels;
  const others = [...offered.values()].filter(({ id }) => !known[id]);
  const here = [...Object.values(known), ...others].filter(
    (channel) => channel.team_id === team && channel.delete_at === 0,
  );
  return rankChannels(here, typed)
    .slice(0, MOST)
    .map((channel) => ({ kind: "channel", key: channel.id, channel }));
}

function commandsFor({ team }: Where, typed: string): Suggestion[] {
  return (commands.get(team) ?? [])
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
      for (const one of await api.suggestChannels(where.team, typed)) offered.set(one.id, one);
      return channelsFor(where, typed);
    case "command":
      await askForCommands(where);
      return commandsFor(where, typed);
  }
}

async function askForPeople({ channel, team }: Where, typed: string): Promise<void> {
  const [found, stats] = await Promise.all([
    api.suggestUsers({ in_team: team, in_channel: channel, name: typed, limit: MOST }),
    counts.has(channel) ? undefined : api.channelStats(channel).catch(() => undefined),
  ]);
  if (stats) counts.set(channel, stats.member_count);
  learn([...found.users, ...(found.out_of_channel ?? [])]);
  const inside = membersOf(channel);
  for (const { id } of found.users) inside.set(id, true);
  for (const { id } of found.out_of_channel ?? []) inside.set(id, false);
}

/** All commands of a team at once: what is typed then only chooses among them. */
async function askForCommands({ team, channel, root }: Where): Promise<void> {
  const found = await api.suggestCommands(team, { user_input: "/", channel_id: channel, root_id: root });
  commands.set(
    team,
    found.filter(({ Suggestion }) => isForUs(Suggestion)),
  );
}

/** What is known of the command whose arguments are being typed. */
export function commandHint(team: string, trigger: string): CommandSuggestion | undefined {
  return commands.get(team)?.find(({ Suggestion }) => Suggestion === trigger);
}
