import { events as channelEvents } from "@/features/channels";
import { events as messageEvents } from "@/features/messages";
import { events as notificationEvents } from "@/features/notifications";
import { events as peopleEvents } from "@/features/people";
import { events as postEvents } from "@/features/posts";
import { events as sessionEvents } from "@/features/session";
import { events as teamEvents } from "@/features/teams";
import { events as threadEvents } from "@/features/threads";
import { events as typingEvents } from "@/features/typing";
import { dispatcher, type EventTable } from "@/sync";

/** Every feature's events, in the order in which they are told: who people are comes before what they write. */
export const tables: EventTable[] = [
  sessionEvents,
  peopleEvents,
  teamEvents,
  channelEvents,
  postEvents,
  messageEvents,
  threadEvents,
  typingEvents,
  notificationEvents,
];

export const applyEvent = dispatcher(tables);
