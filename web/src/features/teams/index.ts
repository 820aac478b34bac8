export { createTeam, enterTeam, joinByInvitation, joinTeam, leaveTeam, loadTeams } from "./actions";
export { events } from "./events";
export { sortedTeams, type TeamsState, teamByName, teamRoles, teams, useMayInTeam } from "./model";
