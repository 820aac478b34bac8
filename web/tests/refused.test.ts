import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Categories, Category, Channel, ChannelMember, Post, Reaction, User } from "@/api";
import { aPost } from "@/api/testing";
import { applyEvent } from "@/app/events";
import { setMuted } from "@/features/channelDialogs/actions";
import { changeCategory, channels, deleteCategory, moveCategory, moveChannel } from "@/features/channels";
import { saveEdit } from "@/features/composer/edits";
import { messages } from "@/features/messages";
import {
  markUnreadFrom,
  react,
  toggleFollowing,
  togglePinned,
  toggleSaved,
} from "@/features/messages/actions";
import { clearCustomStatus, setCustomStatus, setPresence } from "@/features/ownStatus/actions";
import { people } from "@/features/people";
import { deleteMessage, posts } from "@/features/posts";
import { preferenceKey, session } from "@/features/session";
import { changeLanguage, changeNotifications, changeTimezone } from "@/features/settings/actions";
import { readEverything } from "@/features/sidebar/readEverything";
import { threads } from "@/features/threads";
import { finishThread, finishThreads } from "@/features/threads/inbox";
import { loadTexts, startLanguage } from "@/i18n";
import { resetSlices } from "@/lib/slice";
import { toasts } from "@/ui/toast/toasts";
import { undoable } from "@/ui/toast/undoable";

/**
 * What shows at once and is refused leaves no trace: afterwards everything is as it would be had nobody done it, with all
 * that came meanwhile.
 */

await startLanguage();
for (const area of ["workspace", "settings"] as const) await loadTexts(area);

const post = (id: string, user_id: string, more: Partial<Post> = {}): Post => aPost(id, { user_id, ...more });
const reaction = (post_id: string, user_id: string, emoji_name: string, create_at: number): Reaction => ({
  post_id,
  user_id,
  emoji_name,
  create_at,
});
const mine = post("mine", "me", {
  reply_count: 2,
  last_reply_at: 3,
  metadata: { reactions: [reaction("mine", "ben", "heart", 2)] },
});
const reply = post("reply", "me", { root_id: "mine", create_at: 2, update_at: 2 });
const other = post("other", "ben", {
  is_pinned: true,
  metadata: { reactions: [reaction("other", "me", "tada", 2)] },
});
const preference = (category: string, name: string, value: string) => ({
  user_id: "me",
  category,
  name,
  value,
});
const category = (id: string, channel_ids: string[]): Category => ({
  id,
  user_id: "me",
  team_id: "t",
  type: "custom",
  display_name: id,
  sorting: "",
  channel_ids,
  muted: false,
  collapsed: false,
});

function start(): void {
  const me = {
    id: "me",
    username: "me",
    roles: "",
    locale: "en",
    notify_props: { desktop: "mention" },
    timezone: { useAutomaticTimezone: "true" },
    props: { customStatus: "{}" },
  } as unknown as User;
  const saved = preference("flagged_post", "other", "true");
  session.set({ me, preferences: { [preferenceKey(saved.category, saved.name)]: saved } });
  people.set({ users: { me, ben: { id: "ben", username: "ben" } as User }, presence: { me: "online" } });
  const counted = { last_post_at: 3, total_msg_count: 5, total_msg_count_root: 5 };
  const read = {
    notify_props: { mark_unread: "all" },
    msg_count: 2,
    msg_count_root: 2,
    mention_count_root: 1,
    urgent_mention_count: 0,
  };
  channels.set({
    channels: { c: { id: "c", team_id: "t", type: "O", delete_at: 0, ...counted } as Channel },
    members: {
      c: { channel_id: "c", roles: "", mention_count: 1, last_viewed_at: 1, ...read } as ChannelMember,
    },
    categories: {
      t: {
        categories: [category("work", ["c"]), category("rest", ["d"]), category("more", [])],
        order: ["work", "rest", "more"],
      } as Categories,
    },
  });
  posts.set({
    posts: { mine, reply, other },
    stretches: { c: { ids: ["mine", "other"], hasOlder: false, hasNewer: false } },
    replies: {
      mine: { ids: ["reply"], hasOlder: false, hasNewer: false },
      other: { ids: [], hasOlder: false, hasNewer: false },
    },
  });
  const thread = { reply_count: 2, is_following: true, unread_replies: 2, unread_mentions: 1, channel: "c" };
  threads.set({
    threads: { mine: { id: "mine", ...thread, participants: [] } as never },
    totals: { t: { unread: 2, mentions: 1 } },
    lists: { t: { ids: ["mine"], hasMore: false } },
  });
}

const stateNow = (): object =>
  Object.fromEntries(
    [session, people, channels, posts, threads, messages].map((slice) => [slice.name, slice.get()]),
  );

/** Says that something happened elsewhere. */
function tell(event: string, data: Record<string, unknown>): void {
  applyEvent({ event, data, broadcast: { channel_id: "c", team_id: "t", user_id: "" }, seq: 0 });
}

const meanwhile: Record<string, () => void> = {
  nothing: () => {},
  "a message": () =>
    tell("posted", { post: post("late", "ben", { create_at: 9 }), mentions: ["me"], team_id: "t" }),
  "a reply": () =>
    tell("posted", { post: post("answer", "ben", { root_id: "mine", create_at: 9 }), team_id: "t" }),
  "a reaction": () => tell("reaction_added", { reaction: reaction("mine", "ben", "+1", 9) }),
  "a reply in another thread": () =>
    tell("thread_updated", {
      thread: {
        id: "other",
        post: other,
        participants: [],
        reply_count: 1,
        unread_replies: 1,
        unread_mentions: 1,
      },
      previous_unread_replies: 0,
      previous_unread_mentions: 0,
    }),
  "an answer in my thread": () =>
    tell("thread_updated", {
      thread: {
        id: "mine",
        post: mine,
        participants: [],
        reply_count: 3,
        unread_replies: 3,
        unread_mentions: 1,
      },
      previous_unread_replies: 2,
      previous_unread_mentions: 1,
    }),
  "a preference": () => tell("preferences_changed", { preferences: [preference("some", "thing", "on")] }),
  "a role": () => tell("user_role_updated", { user_id: "me", roles: "system_user" }),
  "another membership": () =>
    tell("channel_member_updated", { channelMember: { channel_id: "c", roles: "channel_admin" } }),
  "another order of categories": () =>
    tell("sidebar_category_order_updated", { order: ["more", "work", "rest"] }),
  "somebody's presence": () => tell("status_change", { user_id: "ben", status: "away" }),
};

/** Does what a toast offers to take back, until that is over. */
function settled(change: ReturnType<typeof finishThread>): void {
  undoable({ text: "", ...change });
  toasts.show({ text: "" })();
}

const actions: Record<string, () => unknown> = {
  "a message changed": () => saveEdit(mine, "changed"),
  "a reaction": () => react(mine, "tada"),
  "a reaction taken back": () => react(other, "tada"),
  "a pin": () => togglePinned(mine),
  "a pin taken down": () => togglePinned(other),
  "a message deleted": () => deleteMessage("other"),
  "a reply deleted": () => deleteMessage("reply"),
  "a message made unread": () => markUnreadFrom(other),
  "a message saved": () => toggleSaved(mine),
  "a message saved no longer": () => toggleSaved(other),
  "a thread left": () => toggleFollowing(mine),
  "a thread done with": () => settled(finishThread("t", "mine")),
  "all threads done with": () => settled(finishThreads("t")),
  "everything read": () => {
    readEverything();
    toasts.show({ text: "" })();
  },
  "a channel muted": () => setMuted("c", true),
  "a channel moved": () => moveChannel("t", "c", "rest"),
  "a category collapsed": () => changeCategory("t", "work", { collapsed: true }),
  "a category moved": () => moveCategory("t", "rest", "work"),
  "a category removed": () => deleteCategory("t", "work"),
  "another setting": () => changeNotifications("", { desktop: "all" }),
  "another language": () => changeLanguage("", "de"),
  "another zone": () => changeTimezone("", { useAutomaticTimezone: "false" } as never),
  "another presence": () => setPresence("dnd"),
  "something said of oneself": () => setCustomStatus("tada", "Here", ""),
  "it taken back": () => clearCustomStatus(),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  resetSlices();
});

const ANSWER_MS = 1_000;

/** What is known at last when something is done, or nothing, something comes meanwhile, and the server refuses. */
async function known(act: (() => unknown) | undefined, come: () => void): Promise<object> {
  vi.stubGlobal("fetch", async () => {
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    return Response.json({ id: "refused", message: "No." }, { status: 403 });
  });
  resetSlices();
  start();
  if (act) {
    const before = stateNow();
    void Promise.resolve(act()).catch(() => {});
    expect(stateNow(), "it shows at once").not.toEqual(before);
  }
  come();
  await vi.advanceTimersByTimeAsync(20 * ANSWER_MS);
  return stateNow();
}

test.each(Object.entries(actions))("%s: refused, everything is as if nobody had done it", async (_, act) => {
  for (const [what, come] of Object.entries(meanwhile)) {
    expect(await known(act, come), what).toEqual(await known(undefined, come));
  }
});
