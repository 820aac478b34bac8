import { session } from "@/features/session";

type Tell = (action: string, data: Record<string, unknown>) => void;

const EVERY_MS = 5_000;
let tell: Tell = () => {};
const told = new Map<string, number>();

/** Says through what the server hears of typing: the socket. */
export function tellTypingThrough(next: Tell): void {
  tell = next;
}

/** I am typing somewhere: the others there hear of it, not more often than the server wishes. */
export function tellTyping(channel: string, root: string): void {
  const { config } = session.get();
  if (config.EnableUserTypingMessages === "false") return;
  const place = root || channel;
  const now = Date.now();
  const every = Number(config.TimeBetweenUserTypingUpdatesMilliseconds) || EVERY_MS;
  if (now - (told.get(place) ?? 0) < every) return;
  told.set(place, now);
  tell("user_typing", { channel_id: channel, parent_id: root });
}

/** What was typed is sent: the next text is news again. */
export function stopTelling(channel: string, root: string): void {
  told.delete(root || channel);
}
