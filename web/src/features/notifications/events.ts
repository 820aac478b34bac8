import { people } from "@/features/people";
import { myId } from "@/features/session";
import { withTexts } from "@/i18n";
import type { EventTable } from "@/sync";

let isLeading: () => boolean = () => true;
let desktop: Promise<typeof import("./desktop")> | undefined;

/** Says which tab tells of things: of all tabs the one that leads. */
export function tellWhile(leads: () => boolean): void {
  isLeading = leads;
}

/** What the desktop needs comes with the first post that it may tell of. */
function load(): Promise<typeof import("./desktop")> {
  desktop ??= withTexts("alerts", import("./desktop"));
  return desktop;
}

/** The browser's answer comes from another process, which may take as long as all else that a message costs. */
const ANSWER_MS = 1_000;
let answer = { isAllowed: false, at: Number.NEGATIVE_INFINITY };

function isAllowed(): boolean {
  const now = performance.now();
  if (now - answer.at >= ANSWER_MS)
    answer = { isAllowed: "Notification" in window && Notification.permission === "granted", at: now };
  return answer.isAllowed;
}

export const events: EventTable = {
  posted: (data) => {
    if (!isLeading() || !isAllowed()) return;
    // As it is now: of several events at once, the next may say that I am to be disturbed again.
    const presence = people.get().presence[myId()];
    load()
      .then(({ tellOf }) => tellOf(data, presence))
      .catch(() => {
        // A chunk that the network did not bring is asked for again with the next post.
        desktop = undefined;
      });
  },
  multiple_channels_viewed: ({ channel_times }) => {
    void desktop?.then(({ untell }) =>
      untell(({ channel, root }) => root === "" && channel in channel_times),
    );
  },
  thread_read_changed: ({ thread_id }) => {
    void desktop?.then(({ untell }) =>
      untell(({ root }) => root !== "" && (!thread_id || root === thread_id)),
    );
  },
};
