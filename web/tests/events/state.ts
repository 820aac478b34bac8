import type { Post } from "@/api";
import type { ChannelsState } from "@/features/channels";
import type { Stretch } from "@/features/posts";

/** A client's state as far as a fresh start would have it too, and where two of them differ. */
type Json = unknown;

/** What may differ between who was told and who has just asked, and why. Ids in paths are `*`. */
const mayDiffer: [path: RegExp, why: string][] = [
  [/^members\/[\w-]+\/last_update_at$/, "every view and mention moves it, the events carry counters only"],
  [
    /^posts\/[\w-]+\/update_at$/,
    "a reply moves its root's and a reaction its post's, neither event carries it",
  ],
  [/^(me|users\/[\w-]+)\/update_at$/, "signing in moves it"],
  [
    /^users\/[\w-]+\/(auth_data|notify_props|props)/,
    "who begins to administrate is told more of people later",
  ],
  [/^teams\/[\w-]+\/email$/, "who begins to manage a team sees its address from the next fetch on"],
  [/^channels\/[\w-]+\/update_at$/, "moderation moves it and tells of the roles only"],
  [/^members\/[\w-]+\/team_(name|display_name|update_at)$/, "only the list of all memberships has it"],
];

export async function stateOf(): Promise<Record<string, Json>> {
  const [{ session }, { people }, { teams }, { arrange, channels, isClosed }, { posts }, { threads }] =
    await Promise.all([
      import("@/features/session"),
      import("@/features/people"),
      import("@/features/teams"),
      import("@/features/channels"),
      import("@/features/posts"),
      import("@/features/threads"),
    ]);
  const { me, config, preferences, roles } = session.get();
  const all = channels.get();
  // What has been archived stays where it was open until the page is loaded anew.
  const isHere = (id: string): boolean => all.channels[id]?.delete_at === 0;
  // What is known of a team shows with the team.
  const myTeams = Object.values(teams.get().teams)
    .filter((team) => team.delete_at === 0)
    .map((team) => team.id);
  const inMyTeams = <T>(byTeam: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(byTeam).filter(([id]) => myTeams.includes(id)));
  const arrangementOf = (state: ChannelsState, team: string) =>
    arrange(
      state,
      team,
      (channel) => channel.display_name,
      (channel) => isClosed(session.get(), channel),
    ).map(({ category: { id, type, display_name, sorting, muted, collapsed }, ids }) => {
      return { id, type, display_name, sorting, muted, collapsed, ids };
    });
  const state = posts.get();
  const isThere = (id: string): boolean => state.posts[id]?.delete_at === 0;
  // A trace of what was deleted stays where it was read until the list is fetched anew, and so does what only I was told.
  const isListed = (id: string): boolean => isThere(id) && state.posts[id]?.type !== "system_ephemeral";
  const listed = (lists: Record<string, Stretch>): Record<string, Stretch> =>
    Object.fromEntries(
      Object.entries(lists).map(([id, list]) => [id, { ...list, ids: list.ids.filter(isListed) }]),
    );
  const stretches = listed(state.stretches);
  const replies = listed(state.replies);
  const shown = [...Object.values(stretches), ...Object.values(replies)].flatMap(({ ids }) => ids);
  return structuredClone({
    me,
    config,
    preferences,
    roles,
    users: people.get().users,
    presence: people.get().presence,
    teams: teams.get().teams,
    teamMembers: inMyTeams(teams.get().members),
    channels: Object.fromEntries(Object.entries(all.channels).filter(([id]) => isHere(id))),
    members: Object.fromEntries(Object.entries(all.members).filter(([id]) => isHere(id))),
    sidebar: Object.fromEntries(myTeams.map((id) => [id, arrangementOf(all, id)])),
    memberCounts: all.memberCounts,
    stretches,
    replies,
    posts: Object.fromEntries(shown.map((id) => [id, readable(state.posts[id])])),
    threads: Object.fromEntries(Object.entries(threads.get().threads).filter(([, one]) => one.is_following)),
    totals: inMyTeams(threads.get().totals),
    lists: inMyTeams(threads.get().lists),
  });
}

/** A post as far as anybody reads it: of who took part the ids, no flag for what the reactions say, no count in replies. */
function readable(post: Post | undefined) {
  if (!post) return undefined;
  const { has_reactions: _flag, ...rest }: Post & { has_reactions?: boolean } = post;
  return {
    ...rest,
    reply_count: post.root_id === "" ? post.reply_count : undefined,
    is_following: post.is_following ?? false,
    participants: (post.participants ?? []).map((one) => one.id),
  };
}

/** Of these one may know more than a fresh start asks for. */
const mayKnowMore = /^(users|roles|threads|presence)$/;

/** Where what was told and what is fresh differ: paths, with both values. */
export function whereTheyDiffer(told: Json, fresh: Json): string[] {
  const found: string[] = [];
  compare("", told, fresh, found);
  return found;
}

const isRecord = (value: Json): value is Record<string, Json> => typeof value === "object" && value !== null;

function compare(path: string, told: Json, fresh: Json, found: string[]): void {
  if (Object.is(told, fresh) || mayDiffer.some(([pattern]) => pattern.test(path))) return;
  if (isRecord(told) && isRecord(fresh)) {
    const keys = mayKnowMore.test(path) ? [] : Object.keys(told);
    for (const key of new Set([...keys, ...Object.keys(fresh)]))
      compare(path ? `${path}/${key}` : key, told[key], fresh[key], found);
    return;
  }
  found.push(`${path}: told ${JSON.stringify(told)}, fresh ${JSON.stringify(fresh)}`);
}
