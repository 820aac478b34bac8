import { api, type Team } from "@/api";
import { myId } from "@/features/session";
import { loadTeams } from "./actions";
import { teams, withoutTeam, withTeam } from "./model";

/** Takes a team that I have just got into, with my membership. */
export async function enterTeam(team: Team): Promise<void> {
  teams.set((state) => withTeam(state, team));
  await loadTeams();
}

export async function createTeam(displayName: string, name: string, isOpen: boolean): Promise<Team> {
  const team = await api.createTeam({ name, display_name: displayName, type: "O" });
  const made = isOpen ? await api.patchTeam(team.id, { allow_open_invite: true }) : team;
  await enterTeam(made);
  return made;
}

export async function joinTeam(team: Team): Promise<void> {
  await api.joinTeam(team.id, myId());
  await enterTeam(team);
}

/** Follows an invitation. Who is in the team already just gets it. */
export async function joinByInvitation(inviteId: string): Promise<Team> {
  const { team_id } = await api.joinTeamByInvitation(inviteId);
  await loadTeams();
  const team = teams.get().teams[team_id];
  if (!team) throw new Error("the team of an invitation is not among mine");
  return team;
}

export async function leaveTeam(id: string): Promise<void> {
  await api.leaveTeam(id, myId());
  teams.set((state) => withoutTeam(state, id));
}
