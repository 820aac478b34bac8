import type { EventTable } from "@/sync";
import { people, toPresence, withUsers } from "./model";

export const events: EventTable = {
  user_updated: ({ user }) => people.set((state) => withUsers(state, [user])),
  status_change: ({ user_id, status }) =>
    people.set((state) => ({ presence: { ...state.presence, [user_id]: toPresence(status) } })),
  posted: ({ post, set_online }) => {
    if (set_online === false || people.get().presence[post.user_id] !== "offline") return;
    people.set((state) => ({ presence: { ...state.presence, [post.user_id]: "online" } }));
  },
};
