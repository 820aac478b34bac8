import { ApiError, api, door, type Preference } from "@/api";
import { myId, preferenceKey, session, withoutPreferences, withPreferences } from "./model";

/** Asks for who I am, what I prefer, and how the server is configured. */
export async function loadSession(): Promise<void> {
  const [config, me, preferences] = await Promise.all([api.config(), api.me(), api.preferences()]);
  const byKey: Record<string, Preference> = {};
  for (const one of preferences) byKey[preferenceKey(one.category, one.name)] = one;
  session.set({ config, me, preferences: byKey });
}

/** Asks for those of some roles, names apart by blanks, that are not known yet. If it fails, the next start asks again. */
export function needRoles(names: string): void {
  const { roles } = session.get();
  loadRolesAnew(names.split(" ").filter((name) => !roles[name])).catch(() => {});
}

/** Asks for roles, also for those that are known. */
export async function loadRolesAnew(names: Iterable<string>): Promise<void> {
  const wanted = [...new Set(names)].filter((name) => name !== "");
  if (wanted.length === 0) return;
  const found = await api.roles(wanted);
  session.set((state) => ({
    roles: { ...state.roles, ...Object.fromEntries(found.map((role) => [role.name, role])) },
  }));
}

/** Sets preferences at once; if the server refuses they are as before, and the error tells why. */
export async function savePreferences(changed: Omit<Preference, "user_id">[]): Promise<void> {
  const user = myId();
  const preferences = changed.map((one) => ({ ...one, user_id: user }));
  const before = session.get().preferences;
  session.set((state) => withPreferences(state, preferences));
  try {
    await api.savePreferences(user, preferences);
  } catch (error) {
    session.set((state) => {
      const old = preferences.map((one) => before[preferenceKey(one.category, one.name)]);
      const added = preferences.filter((_, index) => old[index] === undefined);
      const restored = withPreferences(
        state,
        old.filter((one) => one !== undefined),
      );
      return withoutPreferences({ ...state, ...restored }, added);
    });
    throw error;
  }
}

/** Removes preferences at once; if the server refuses they are as before. */
export async function removePreferences(gone: { category: string; name: string }[]): Promise<void> {
  const { preferences } = session.get();
  const known = gone
    .map((one) => preferences[preferenceKey(one.category, one.name)])
    .filter((one) => one !== undefined);
  session.set((state) => withoutPreferences(state, known));
  try {
    await api.deletePreferences(myId(), known);
  } catch (error) {
    session.set((state) => withPreferences(state, known));
    throw error;
  }
}

/** Ends the session on the server. One that has ended already is no error; one that goes on is. */
export async function signOut(): Promise<void> {
  try {
    await door.signOut();
  } catch (error) {
    if (!(error instanceof ApiError) || error.hindrance !== "expired") throw error;
  }
}
