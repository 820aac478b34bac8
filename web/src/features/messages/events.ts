import { channels } from "@/features/channels";
import type { EventTable } from "@/sync";
import { messages, withReadAgain } from "./model";

export const events: EventTable = {
  // Made unread on another device, the channel that is open here stays so.
  post_unread: ({ last_viewed_at }, { channel_id }) => {
    if (channels.get().open !== channel_id) return;
    messages.set(({ unreadFrom }) => ({ unreadFrom: { ...unreadFrom, [channel_id]: last_viewed_at } }));
  },
  multiple_channels_viewed: ({ channel_times }) =>
    messages.set((state) => withReadAgain(state, Object.keys(channel_times))),
};
