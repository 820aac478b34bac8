export {
  loadRolesAnew,
  loadSession,
  needRoles,
  removePreferences,
  savePreferences,
  signOut,
} from "./actions";
export { events } from "./events";
export {
  ADMINISTRATOR,
  isAdministrator,
  mayEverywhere,
  myId,
  preferenceKey,
  preferenceOf,
  rolesAllow,
  type SessionState,
  session,
} from "./model";
