import { api } from "@/api";
import { teams } from "./model";

/** Asks for my teams alone, which is enough to show one. */
export async function loadTeamNames(): Promise<void> {
  const found = await api.teams();
  teams.set({ teams: Object.fromEntries(found.map((team) => [team.id, team])) });
}

/** Asks for my teams and memberships; what is not in the answer is gone. */
export async function loadTeams(): Promise<void> {
  const [found, members] = await Promise.all([api.teams(), api.teamMembers()]);
  teams.set({
    isLoaded: true,
    teams: Object.fromEntries(found.map((team) => [team.id, team])),
    members: Object.fromEntries(
      members.filter((one) => one.delete_at === 0).map((one) => [one.team_id, one]),
    ),
  });
}
