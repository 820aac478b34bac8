import { api } from "@/api";
import { channels, rolesInChannel } from "@/features/channels";
import { rolesAllow, session } from "@/features/session";
import { isInCode } from "./code";

/** A few people may be called together without asking. */
const FEW = 5;

/** Whether a text calls everybody of a channel, outside code. */
export function callsEverybody(text: string): boolean {
  const calls = [...text.matchAll(/(?<![\w@.-])@(?:all|channel|here)(?![\w-]|\.\w)/gi)];
  return calls.some(({ index }) => !isInCode(text, index));
}

/** How many people a text would call, where that has to be asked first. */
export async function countToAsk(channel: string, text: string): Promise<number | undefined> {
  const { config } = session.get();
  if (config.EnableConfirmNotificationsToChannel === "false" || !callsEverybody(text)) return undefined;
  if (!rolesAllow(session.get(), rolesInChannel(channels.get(), channel), "use_channel_mentions"))
    return undefined;
  // Unreached, nobody can be counted, and the message waits anyway.
  const stats = await api.channelStats(channel).catch(() => undefined);
  const others = (stats?.member_count ?? 0) - 1;
  return others > FEW ? others : undefined;
}
