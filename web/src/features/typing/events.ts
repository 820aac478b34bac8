import { needUsers } from "@/features/people";
import { myId } from "@/features/session";
import type { EventTable } from "@/sync";
import { LASTS_MS, typing, withoutTyping, withTyping } from "./model";

export const events: EventTable = {
  typing: ({ user_id, parent_id }, { channel_id }) => {
    if (user_id === myId()) return;
    const place = parent_id || channel_id;
    void needUsers([user_id]);
    typing.set((state) => withTyping(state, place, user_id, Date.now()));
    setTimeout(() => typing.set((state) => withoutTyping(state, place, "", Date.now())), LASTS_MS);
  },
  posted: ({ post }) => {
    const place = post.root_id || post.channel_id;
    if (typing.get().places[place]?.[post.user_id] === undefined) return;
    typing.set((state) => withoutTyping(state, place, post.user_id, Date.now()));
  },
};
