import { api, type Channel, type ChannelMember } from "@/api";
import { channels, loadChannel, shownBy, withChannel, withMember, withoutChannel } from "@/features/channels";
import { myId, savePreferences } from "@/features/session";
import { fieldsBefore } from "@/lib/fieldsBefore";
import { slugOf } from "@/lib/slug";

/** Leaves a channel. Where it is open, the team leads on from it, as where somebody else has taken me out. */
export async function leaveChannel(id: string): Promise<void> {
  await api.removeFromChannel(id, myId());
  channels.set((state) => withoutChannel(state, id));
}

export async function createChannel(
  team: string,
  displayName: string,
  privacy: "O" | "P",
  purpose: string,
): Promise<Channel> {
  const channel = await api.createChannel({
    team_id: team,
    display_name: displayName,
    name: slugOf(displayName),
    type: privacy,
    purpose,
  });
  return loadChannel(channel.id);
}

export async function renameChannel(id: string, displayName: string): Promise<void> {
  const changed = await api.patchChannel(id, { display_name: displayName });
  channels.set((state) => withChannel(state, changed));
}

export async function describeChannel(
  id: string,
  patch: { header?: string; purpose?: string },
): Promise<void> {
  const changed = await api.patchChannel(id, patch);
  channels.set((state) => withChannel(state, changed));
}

export async function archiveChannel(id: string): Promise<void> {
  await api.archiveChannel(id);
  channels.set((state) => {
    const channel = state.channels[id];
    return channel ? withChannel(state, { ...channel, delete_at: Date.now() }) : {};
  });
}

export async function restoreChannel(id: string): Promise<void> {
  const channel = await api.restoreChannel(id);
  channels.set((state) => withChannel(state, channel));
}

/** Takes a direct or group conversation out of the sidebar until something is written in it. */
export function closeConversation(channel: Channel): Promise<void> {
  return savePreferences([{ ...shownBy(channel), value: "false" }]);
}

/** Changes how a channel tells me of what is in it; at once, and back if the server refuses. */
export async function setNotify(id: string, notify: Partial<ChannelMember["notify_props"]>): Promise<void> {
  const before = channels.get().members[id]?.notify_props;
  if (!before) return;
  const show = (part: Partial<typeof before>): void =>
    channels.set((state) => {
      const { [id]: member } = state.members;
      return member
        ? withMember(state, { ...member, notify_props: { ...member.notify_props, ...part } })
        : {};
    });
  show(notify);
  try {
    await api.setChannelNotify(id, myId(), notify);
  } catch (error) {
    show(fieldsBefore(before, notify));
    throw error;
  }
}

/** Mutes a channel or lets it speak again. */
export function setMuted(id: string, isMuted: boolean): Promise<void> {
  return setNotify(id, { mark_unread: isMuted ? "mention" : "all" });
}
