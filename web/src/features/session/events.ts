import type { EventTable } from "@/sync";
import { needRoles } from "./actions";
import { myId, session, withoutPreferences, withPreferences } from "./model";

export const events: EventTable = {
  preferences_changed: ({ preferences }) => session.set((state) => withPreferences(state, preferences)),
  preference_changed: ({ preference }) => session.set((state) => withPreferences(state, [preference])),
  preferences_deleted: ({ preferences }) => session.set((state) => withoutPreferences(state, preferences)),
  config_changed: ({ config }) => session.set({ config }),
  role_updated: ({ role }) => session.set((state) => ({ roles: { ...state.roles, [role.name]: role } })),
  user_updated: ({ user }) => {
    if (user.id === myId()) session.set((state) => ({ me: state.me && { ...state.me, ...user } }));
  },
  user_role_updated: ({ user_id, roles }) => {
    if (user_id !== myId()) return;
    session.set((state) => ({ me: state.me && { ...state.me, roles } }));
    needRoles(roles);
  },
};
