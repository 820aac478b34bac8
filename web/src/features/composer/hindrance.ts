import { channels, isDirect, teammateOf, useMayInChannel } from "@/features/channels";
import { people } from "@/features/people";
import { session } from "@/features/session";

/** Why nobody can write in a channel now, as far as this client knows; the server has the last word. */
export type WritingHindrance = "archived" | "notMember" | "mayNot" | "deactivated";

export function useWritingHindrance(channelId: string): WritingHindrance | undefined {
  const channel = channels.use((state) => state.channels[channelId]);
  const isMember = channels.use((state) => state.members[channelId] !== undefined);
  const hasRoles = session.use((state) => state.roles.channel_user !== undefined);
  const may = useMayInChannel(channelId, "create_post");
  const teammate = people.use((state) =>
    channel && isDirect(channel) ? state.users[teammateOf(channel)] : undefined,
  );
  if (!channel) return undefined;
  if (channel.delete_at > 0) return "archived";
  if (teammate && teammate.delete_at > 0) return "deactivated";
  if (!isMember) return "notMember";
  // Before the roles are known nothing is refused.
  return hasRoles && !may ? "mayNot" : undefined;
}
