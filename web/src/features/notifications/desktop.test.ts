import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, type Post, type User } from "@/api";
import { session } from "@/features/session";
import { loadTexts, startLanguage } from "@/i18n";
import type { EventData } from "@/sync";
import { tellOf, untell } from "./desktop";

await startLanguage();
await loadTexts("alerts");

/** The tags of what the worker shows. */
const tags = new Set<string>();

/** A browser that lets only workers show notifications, as phones do. */
const worker = {
  showNotification: async (_: string, { tag = "" }: NotificationOptions) => void tags.add(tag),
  getNotifications: async ({ tag = "" }: GetNotificationOptions) =>
    tags.has(tag) ? [{ close: () => tags.delete(tag) }] : [],
};

beforeEach(() => {
  tags.clear();
  session.set({ me: { id: "me", notify_props: { desktop: "all" } } as User });
  vi.spyOn(api, "statuses").mockResolvedValue([]);
  vi.spyOn(api, "usersById").mockResolvedValue([]);
  vi.stubGlobal("Notification", () => {
    throw new TypeError("Illegal constructor");
  });
  vi.stubGlobal("navigator", { serviceWorker: { ready: Promise.resolve(worker) } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  session.reset();
});

test("what the worker shows goes when it has been read, and nothing else does", async () => {
  for (const channel of ["a", "b"]) {
    const post = {
      id: channel,
      channel_id: channel,
      user_id: "ben",
      root_id: "",
      type: "",
      message: "Hi",
      props: {},
    };
    await tellOf(
      { post: post as Post, channel_type: "O", sender_name: "@ben" } as EventData["posted"],
      "online",
    );
  }
  await vi.waitFor(() => expect([...tags]).toEqual(["wardroom:a", "wardroom:b"]));
  untell(({ channel }) => channel === "a");
  await vi.waitFor(() => expect([...tags]).toEqual(["wardroom:b"]));
});
