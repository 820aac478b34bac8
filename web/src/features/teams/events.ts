import { myId, needRoles } from "@/features/session";
import type { EventTable } from "@/sync";
import { loadTeams } from "./actions";
import { teams, withoutTeam, withTeam } from "./model";

/** A fetch that an event asks for. If it fails, the connection is about to break and everything is asked anew. */
function refetch(): void {
  loadTeams().catch(() => {});
}

export const events: EventTable = {
  added_to_team: refetch,
  leave_team: ({ team_id, user_id }) => {
    if (user_id === myId()) teams.set((state) => withoutTeam(state, team_id));
  },
  update_team: ({ team }) => {
    if (teams.get().teams[team.id]) teams.set((state) => withTeam(state, team));
  },
  delete_team: ({ team }) => teams.set((state) => withoutTeam(state, team.id)),
  restore_team: refetch,
  memberrole_updated: ({ member }) => {
    teams.set((state) => ({ members: { ...state.members, [member.team_id]: member } }));
    needRoles(member.roles);
  },
};
