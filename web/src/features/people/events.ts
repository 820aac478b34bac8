import type { EventTable } from "@/sync";
import { refreshPresence, refreshUsers } from "./actions";
import { people, toPresence, withUsers } from "./model";

const SOON_MS = 1_000;
let refreshing: ReturnType<typeof setTimeout> | undefined;

/** Somebody has been let in or shut out, and the event does not say who: for many at a time everybody is asked for once. */
function refreshSoon(): void {
  if (refreshing !== undefined) return;
  refreshing = setTimeout(() => {
    refreshing = undefined;
    refreshUsers().catch(() => {});
    void refreshPresence();
  }, SOON_MS);
}

export const events: EventTable = {
  user_updated: ({ user }) => people.set((state) => withUsers(state, [user])),
  user_activation_status_change: refreshSoon,
  user_role_updated: ({ user_id, roles }) =>
    people.set((state) => {
      const user = state.users[user_id];
      return user ? withUsers(state, [{ ...user, roles }]) : {};
    }),
  status_change: ({ user_id, status }) =>
    people.set((state) => ({ presence: { ...state.presence, [user_id]: toPresence(status) } })),
  posted: ({ post, set_online }) => {
    if (set_online === false || people.get().presence[post.user_id] !== "offline") return;
    people.set((state) => ({ presence: { ...state.presence, [post.user_id]: "online" } }));
  },
};
