import { type ChannelsState, channelByName, channels, isDirect, teammateOf } from "@/features/channels";
import { type PeopleState, people } from "@/features/people";
import { sortedTeams, teamByName, teams } from "@/features/teams";
import { basePath } from "@/lib/base";

/** The channel that a part of an address names: by its id, its name, or the username of whom one talks with. */
export function channelNamed(
  state: ChannelsState,
  users: PeopleState["users"],
  team: string,
  name: string,
): string | undefined {
  if (state.channels[name]) return name;
  if (!name.startsWith("@")) return channelByName(state, team, name)?.id;
  const username = name.slice(1);
  return Object.values(state.channels).find(
    (one) => isDirect(one) && users[teammateOf(one)]?.username === username,
  )?.id;
}

/** Where one left off in a team, if one may still go there. */
export function lastChannel(state: ChannelsState, team: string): string | undefined {
  const id = state.last[team] ?? "";
  return state.channels[id] && state.members[id] ? id : undefined;
}

/** The channel that the address of this page opens, as far as that is known. */
export function channelHere(): string | undefined {
  const [teamName, kind, name, post] = location.pathname.slice(basePath.length + 1).split("/");
  const state = teams.get();
  const team = teamName
    ? teamByName(state, teamName)
    : (state.teams[state.last] ?? sortedTeams(state.teams)[0]);
  if (!team || post) return undefined;
  if (kind && kind !== "channels" && kind !== "messages") return undefined;
  if (name) return channelNamed(channels.get(), people.get().users, team.id, decoded(name));
  return lastChannel(channels.get(), team.id) ?? channelNamed(channels.get(), {}, team.id, "town-square");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
