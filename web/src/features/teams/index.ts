export { loadTeamNames, loadTeams } from "./actions";
export { events } from "./events";
export { createTeam, enterTeam, joinByInvitation, joinTeam, leaveTeam } from "./joining";
export { sortedTeams, type TeamsState, teamByName, teamRoles, teams, useMayInTeam } from "./model";
