import { type ApiError, api, type Post, type PostPage } from "@/api";
import { channels } from "@/features/channels";
import { needUsers } from "@/features/people";
import { myId } from "@/features/session";
import { forgetPage, readPage, writePage } from "@/lib/localStore";
import { type DraftRow, outboxKind, withdraw } from "@/sync";
import {
  allStale,
  hasArrived,
  type PostsState,
  posts,
  type Sending,
  withChanges,
  withFreshPage,
  withNew,
  withNewerPage,
  withOlderPage,
  withoutPending,
  withPending,
  withPosts,
  withSending,
  withThread,
} from "./model";

/** How many posts a page has. */
export const PAGE = 60;
const KEEP_MS = 1_500;
/** More changes than these are not worth more than a new page. */
const MOST_CHANGES = 200;

/** Posts that came over the socket while a page of their channel or thread was on its way. */
const late = new Map<string, string[]>();

/** Remembers a post for the page that is being fetched, in case the server put it together before. */
export function noteLate(post: Post): void {
  late.get(post.root_id || post.channel_id)?.push(post.id);
}

function learnFrom(page: PostPage): void {
  const ids = new Set<string>();
  for (const post of Object.values(page.posts)) {
    ids.add(post.user_id);
    for (const one of post.participants ?? []) ids.add(one.id);
    for (const one of post.metadata?.reactions ?? []) ids.add(one.user_id);
  }
  void needUsers(ids);
}

interface KeptPage {
  posts: Post[];
  ids: string[];
  hasOlder: boolean;
}

function isKeptPage(page: unknown): page is KeptPage {
  return typeof page === "object" && page !== null && "posts" in page && "ids" in page;
}

const waitingToKeep = new Map<string, ReturnType<typeof setTimeout>>();

/** Writes the newest page of a channel into the local store, a moment after it last changed. */
export function keepPage(channel: string): void {
  if (!posts.get().stretches[channel] || waitingToKeep.has(channel)) return;
  const timer = setTimeout(() => {
    waitingToKeep.delete(channel);
    const state = posts.get();
    const stretch = state.stretches[channel];
    if (!stretch || stretch.hasNewer) return;
    const ids = stretch.ids.filter((id) => !state.sending[id]).slice(-PAGE);
    const kept = ids
      .map((id) => state.posts[id])
      .filter((post) => post !== undefined && post.delete_at === 0);
    const hasOlder = stretch.hasOlder || ids.length < stretch.ids.length;
    void writePage(channel, { ids: kept.map((post) => post?.id), posts: kept, hasOlder });
  }, KEEP_MS);
  waitingToKeep.set(channel, timer);
}

/** Whether anything of a channel is there but what waits to be sent. */
function isShown(channel: string): boolean {
  const { stretches, sending } = posts.get();
  return stretches[channel]?.ids.some((id) => !sending[id]) ?? false;
}

/** Shows what the local store has of a channel, if nothing newer is there already. */
export async function showKept(channel: string): Promise<void> {
  if (isShown(channel)) return;
  const page = await readPage(channel);
  if (!isKeptPage(page) || isShown(channel)) return;
  const waiting = posts.get().stretches[channel]?.ids ?? [];
  posts.set((state) => ({
    posts: withPosts(state.posts, page.posts),
    stretches: {
      ...state.stretches,
      [channel]: { ids: [...page.ids, ...waiting], hasOlder: page.hasOlder, hasNewer: false },
    },
    stale: { ...state.stale, [channel]: true },
  }));
}

/** So long a channel has to be the likely one before it is read: another may follow soon, or the open one is being drawn. */
const EXPECT_MS = 40;
let expecting: ReturnType<typeof setTimeout> | undefined;

/** Reads what the local store has of the channel that is likely to be opened next, so that it need not be waited for. */
export function expectOpening(channel: string | undefined): void {
  clearTimeout(expecting);
  if (channel !== undefined) expecting = setTimeout(() => showKept(channel), EXPECT_MS);
}

/** Makes sure that a channel's newest or first unread posts are there and true. */
export async function openPosts(channel: string): Promise<void> {
  await showKept(channel);
  await fetchings.get(channel)?.catch(() => {});
  const { stretches, stale } = posts.get();
  const isEmpty = !isShown(channel) && stretches[channel]?.hasOlder !== false;
  if (stretches[channel] && !stale[channel] && !isEmpty) return;
  const since = knownUntil(channel);
  if (since !== undefined) {
    let isWhole = false;
    await fetchFresh(
      channel,
      () => api.posts(channel, { since }),
      (state, _, page, came) => {
        isWhole = page.order.length < MOST_CHANGES && reachesEnd(state, channel, page);
        return isWhole ? withChanges(state, channel, page, came) : {};
      },
    );
    if (isWhole) return;
  }
  await loadPosts(channel);
}

/** Asks for a channel's newest or first unread posts, whatever is there. */
export function loadPosts(channel: string): Promise<void> {
  return fetchFresh(channel, () => api.postsAroundUnread(channel, myId()));
}

/**
 * Until when all is known of the stretch of a channel, so that what changed since is enough to make it true. Nothing where
 * there is none, or where what is unread begins before it.
 */
function knownUntil(channel: string): number | undefined {
  const state = posts.get();
  const { channels: all, members } = channels.get();
  const stretch = state.stretches[channel];
  const settled = (stretch?.ids ?? []).filter((id) => !state.sending[id]).map((id) => state.posts[id]);
  const [oldest] = settled;
  if (!stretch || !oldest) return undefined;
  const member = members[channel];
  const isUnread = (all[channel]?.total_msg_count_root ?? 0) > (member?.msg_count_root ?? 0);
  if (isUnread && stretch.hasOlder && (member?.last_viewed_at ?? 0) < oldest.create_at) return undefined;
  return Math.max(...settled.map((post) => post?.update_at ?? 0)) - 1;
}

/** Whether changes and what was known before go up to the channel's newest post, as far as that is known. */
function reachesEnd(state: PostsState, channel: string, page: PostPage): boolean {
  const stretch = state.stretches[channel];
  const known = (stretch?.ids ?? []).map((id) => state.posts[id]);
  const newest = Math.max(...[...Object.values(page.posts), ...known].map((post) => post?.create_at ?? 0));
  return stretch?.hasNewer === true || newest >= (channels.get().channels[channel]?.last_root_post_at ?? 0);
}

/** Goes to the newest posts from wherever the list is. */
export async function openNewest(channel: string): Promise<void> {
  await fetchFresh(channel, () => api.posts(channel, { page: 0, per_page: PAGE }));
}

/** What is being asked for, by channel: one page at a time. */
const fetchings = new Map<string, Promise<void>>();
/** How often events may have been missed. A page that was asked for before does not tell what came until then. */
let doubts = 0;

/** Asks for a page of a channel, when none is on its way, and brings it into the list. */
export async function fetchFresh(
  channel: string,
  fetching: () => Promise<PostPage>,
  merge = withFreshPage,
): Promise<void> {
  while (fetchings.has(channel)) await fetchings.get(channel)?.catch(() => {});
  const work = fetchNow(channel, fetching, merge).finally(() => fetchings.delete(channel));
  fetchings.set(channel, work);
  return work;
}

async function fetchNow(
  channel: string,
  fetching: () => Promise<PostPage>,
  merge: typeof withFreshPage,
): Promise<void> {
  const before = doubts;
  const came: string[] = [];
  late.set(channel, came);
  posts.set((state) => ({ loading: { ...state.loading, [channel]: true } }));
  try {
    const page = await fetching();
    learnFrom(page);
    posts.set((state) => merge(state, channel, page, came));
    if (doubts !== before) markStale(channel);
    keepPage(channel);
  } finally {
    late.delete(channel);
    posts.set((state) => {
      const { [channel]: _loading, ...loading } = state.loading;
      return { loading };
    });
  }
}

const reading = new Set<string>();

/**
 * One fetch at a time for each end of each list. It gives the way to take in what has come: that is done when the next may
 * begin, since whoever shows it may ask for more at once.
 */
async function once(key: string, work: () => Promise<(() => void) | undefined>): Promise<void> {
  if (reading.has(key)) return;
  reading.add(key);
  let take: (() => void) | undefined;
  try {
    take = await work();
  } finally {
    reading.delete(key);
  }
  take?.();
}

export function readOlder(channel: string): Promise<void> {
  return once(`${channel}<`, async () => {
    const state = posts.get();
    const stretch = state.stretches[channel];
    const oldest = stretch?.ids.find((id) => !state.sending[id]);
    if (!stretch?.hasOlder || oldest === undefined) return undefined;
    const page = await api.posts(channel, { before: oldest, page: 0, per_page: PAGE });
    learnFrom(page);
    return () => posts.set((now) => withOlderPage(now, channel, page));
  });
}

export function readNewer(channel: string): Promise<void> {
  return once(`${channel}>`, async () => {
    const state = posts.get();
    const stretch = state.stretches[channel];
    const newest = stretch?.ids.findLast((id) => !state.sending[id]);
    if (!stretch?.hasNewer || newest === undefined) return undefined;
    const page = await api.posts(channel, { after: newest, page: 0, per_page: PAGE });
    learnFrom(page);
    return () => posts.set((now) => withNewerPage(now, channel, page));
  });
}

/** A post that may not be in any list yet. */
export async function needPost(id: string): Promise<Post> {
  const known = posts.get().posts[id];
  if (known && known.delete_at === 0) return known;
  const post = await api.post(id);
  void needUsers([post.user_id]);
  posts.set((state) => ({ posts: withPosts(state.posts, [post]) }));
  return post;
}

/** Makes sure that all replies of a root are there and true. */
export function openThreadPosts(root: string): Promise<void> {
  return once(`thread ${root}`, async () => {
    const { replies, stale } = posts.get();
    if (replies[root] && !stale[root]) return undefined;
    const before = doubts;
    const came: string[] = [];
    late.set(root, came);
    posts.set((state) => ({ loading: { ...state.loading, [root]: true } }));
    try {
      let page = await api.threadPosts(root, { perPage: 200, direction: "up" });
      const all = { ...page };
      while (page.has_next) {
        const ids = Object.values(page.posts).sort((a, b) => a.create_at - b.create_at);
        const last = ids[0]?.root_id === "" ? ids[1] : ids[0];
        if (!last) break;
        page = await api.threadPosts(root, {
          perPage: 200,
          direction: "up",
          fromPost: last.id,
          fromCreateAt: last.create_at,
        });
        all.posts = { ...all.posts, ...page.posts };
      }
      learnFrom(all);
      posts.set((state) => withThread(state, root, all, came));
      if (doubts !== before) markStale(root);
      return undefined;
    } finally {
      late.delete(root);
      posts.set((state) => {
        const { [root]: _loading, ...loading } = state.loading;
        return { loading };
      });
    }
  });
}

/** Takes note of posts that came with some other answer. */
export function learnPosts(found: Post[]): void {
  void needUsers(found.map((post) => post.user_id));
  posts.set((state) => ({ posts: withPosts(state.posts, found) }));
}

/** After a gap in the events: nothing that is kept is believed before it has been asked for. */
export function doubtPosts(): void {
  doubts += 1;
  posts.set(allStale);
}

function markStale(id: string): void {
  posts.set((state) => ({ stale: { ...state.stale, [id]: true } }));
}

/** Forgets a channel of which I may read nothing any more. */
export function forgetPosts(channel: string): void {
  posts.set(({ stretches: { [channel]: _gone, ...stretches } }) => ({ stretches }));
  void forgetPage(channel);
}

interface Outgoing {
  pendingId: string;
  channel: string;
  root: string;
  message: string;
  files: string[];
  createdAt: number;
  user: string;
  priority?: "important" | "urgent";
}

function pendingPost(out: Outgoing): Post {
  return {
    id: out.pendingId,
    pending_post_id: out.pendingId,
    create_at: out.createdAt,
    update_at: out.createdAt,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: out.user,
    channel_id: out.channel,
    root_id: out.root,
    original_id: "",
    message: out.message,
    type: "",
    props: {},
    hashtags: "",
    reply_count: 0,
    file_ids: out.files,
    metadata: out.priority ? { priority: { priority: out.priority } } : {},
  };
}

function setSending(pendingId: string, sending: Sending): void {
  posts.set((state) => (state.posts[pendingId] ? withSending(state, pendingId, sending) : {}));
}

/** Messages that were refused, by pending id. */
const failed = new Map<string, Outgoing>();

const enqueue = outboxKind<Outgoing>("post", {
  send: async (out) => {
    setSending(out.pendingId, { state: "sending" });
    const post = await api.createPost({
      channel_id: out.channel,
      root_id: out.root,
      message: out.message,
      file_ids: out.files,
      pending_post_id: out.pendingId,
      ...(out.priority ? { metadata: { priority: { priority: out.priority } } } : {}),
    });
    noteLate(post);
    posts.set((state) => withNew(state, { ...post, pending_post_id: out.pendingId }));
    keepPage(out.channel);
  },
  onWaiting: (out) => setSending(out.pendingId, { state: "waiting" }),
  onRefused: (out, error: ApiError) => {
    failed.set(out.pendingId, out);
    // It may have been taken for another one that says the same.
    posts.set((state) => withPending(state, pendingPost(out)));
    setSending(out.pendingId, {
      state: "failed",
      error: { id: error.id, status: error.status, message: error.message },
    });
    return true;
  },
  onGone: (out) => posts.set((state) => withoutPending(state, out.pendingId)),
  onRestored: (out, isHeld) => {
    const post = pendingPost(out);
    posts.set((state) => (!isHeld && hasArrived(state, post) ? {} : withPending(state, post)));
    if (!isHeld) return;
    failed.set(out.pendingId, out);
    setSending(out.pendingId, { state: "failed" });
  },
});

export interface NewMessage {
  channel: string;
  root: string;
  message: string;
  files?: string[];
  priority?: "important" | "urgent";
}

/** Sends a message: it is in the list in the same frame, and goes out in its turn. Its draft ends with that. */
export function sendMessage(
  { channel, root, message, files = [], priority }: NewMessage,
  draft?: DraftRow,
): void {
  const user = myId();
  const createdAt = Date.now();
  const out: Outgoing = {
    pendingId: `${user}:${createdAt}${Math.floor(Math.random() * 1000)}`,
    channel,
    root,
    message,
    files,
    createdAt,
    user,
    ...(priority ? { priority } : {}),
  };
  posts.set((state) => withPending(state, pendingPost(out)));
  enqueue(out, draft);
}

/** Sends a message again that was refused. */
export async function retryMessage(pendingId: string): Promise<void> {
  const out = failed.get(pendingId);
  if (!out) return;
  failed.delete(pendingId);
  await withdraw((_, payload) => isOutgoing(payload) && payload.pendingId === pendingId);
  posts.set((state) => withPending(state, pendingPost(out)));
  enqueue(out);
}

/** Gives a message up that was not sent. */
export async function discardMessage(pendingId: string): Promise<void> {
  failed.delete(pendingId);
  posts.set((state) => withoutPending(state, pendingId));
  await withdraw((_, payload) => isOutgoing(payload) && payload.pendingId === pendingId);
}

function isOutgoing(payload: unknown): payload is Outgoing {
  return typeof payload === "object" && payload !== null && "pendingId" in payload;
}

/** Makes a post and all after it unread again. The counters come from the server. */
export async function markUnread(id: string): Promise<void> {
  await api.markUnread(myId(), id);
}
