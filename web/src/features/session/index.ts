export { loadRoles, loadSession, removePreferences, savePreferences, signOut } from "./actions";
export {
  isAdministrator,
  mayEverywhere,
  myId,
  preferenceKey,
  preferenceOf,
  rolesAllow,
  type SessionState,
  session,
} from "./model";
