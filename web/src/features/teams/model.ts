import type { Team, TeamMember } from "@/api";
import { rolesAllow, session } from "@/features/session";
import { slice } from "@/lib/slice";

export interface TeamsState {
  /** The teams I am in. */
  teams: Record<string, Team>;
  /** My membership in each. */
  members: Record<string, TeamMember>;
  /** The team I looked at last. */
  last: string;
  /** Whether they have been asked for; before, those of the last visit are there. */
  isLoaded: boolean;
}

export const teams = slice<TeamsState>(
  "teams",
  { teams: {}, members: {}, last: "", isLoaded: false },
  { values: ["last"], tables: ["teams", "members"] },
);

export function sortedTeams(all: Record<string, Team>): Team[] {
  return Object.values(all)
    .filter((team) => team.delete_at === 0)
    .sort((a, b) => a.display_name.localeCompare(b.display_name) || a.id.localeCompare(b.id));
}

export function teamByName(state: TeamsState, name: string): Team | undefined {
  return Object.values(state.teams).find((team) => team.name === name);
}

/** All roles that count in a team: those everywhere and those of the membership. */
export function teamRoles(state: TeamsState, team: string): string {
  return `${session.get().me?.roles ?? ""} ${state.members[team]?.roles ?? ""}`;
}

/** Whether I may do something in a team. */
export function useMayInTeam(team: string, permission: string): boolean {
  const roles = teams.use((state) => teamRoles(state, team));
  return session.use((state) => rolesAllow(state, roles, permission));
}

export function withTeam(state: TeamsState, team: Team): Partial<TeamsState> {
  const known = state.teams[team.id];
  // What all members are told keeps the invitation to itself.
  const invite_id = team.invite_id || (known?.invite_id ?? "");
  return { teams: { ...state.teams, [team.id]: { ...known, ...team, invite_id } } };
}

export function withoutTeam(state: TeamsState, id: string): Partial<TeamsState> {
  const { [id]: _team, ...others } = state.teams;
  const { [id]: _member, ...members } = state.members;
  return { teams: others, members };
}
