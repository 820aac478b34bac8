import type { Post, PostPage, Reaction } from "@/api";
import { copyOf, slice } from "@/lib/slice";

/** A stretch of a conversation without holes, oldest first. */
export interface Stretch {
  ids: string[];
  hasOlder: boolean;
  hasNewer: boolean;
}

/** How a message of mine is doing that the server has not confirmed. */
export interface Sending {
  state: "sending" | "waiting" | "failed";
  /** Why it failed, in the server's words, and its error id. */
  error?: { id: string; status: number; message: string };
}

export interface PostsState {
  posts: Record<string, Post>;
  /** By channel: the roots that are shown. */
  stretches: Record<string, Stretch>;
  /** By root: its replies, all of them. */
  replies: Record<string, Stretch>;
  /** By pending id. */
  sending: Record<string, Sending>;
  /** Stretches that may have missed something: they are asked for anew when they are shown. */
  stale: Record<string, true>;
  /** Roots and channels that are being asked for, for the first time. */
  loading: Record<string, true>;
}

export const posts = slice<PostsState>("posts", {
  posts: {},
  stretches: {},
  replies: {},
  sending: {},
  stale: {},
  loading: {},
});

/** What a post is known by in a list: the same before and after the server has confirmed it. */
export const rowKey = (post: Post): string => post.pending_post_id || post.id;

/** Whether a person did not write a post themselves. */
export const isByBot = (post: Post): boolean =>
  post.props.from_webhook === "true" || post.props.from_bot === "true";

/** What an integration calls itself on a post; empty where it goes by its account's name, and for people. */
export function ownNameOf(post: Post): string {
  const own = post.props.override_username;
  return isByBot(post) && typeof own === "string" ? own : "";
}

export const isPending = (post: Post): boolean => post.id === post.pending_post_id;

const byAge = (all: Record<string, Post>) => (a: string, b: string) =>
  (all[a]?.create_at ?? 0) - (all[b]?.create_at ?? 0);

/** A post as it is after another version of it has come: an older one changes nothing. */
function newest(known: Post | undefined, came: Came): Post {
  const metadata = came.metadata ?? known?.metadata ?? {};
  if (!known) return { ...came, metadata };
  // A reply moves the time of its root, of which only the next version of the root tells.
  if (Math.max(known.update_at, known.last_reply_at ?? 0) > came.update_at) return known;
  // Only the answer to the sender names the pending id, and rows must not be mounted anew without it.
  return { ...came, metadata, pending_post_id: came.pending_post_id || known.pending_post_id };
}

/** A post as it comes: the answer to what was answered before has no metadata. */
type Came = Omit<Post, "metadata"> & Partial<Pick<Post, "metadata">>;

/** A copy of all posts, with these. */
export function withPosts(all: Record<string, Post>, came: Iterable<Came>): Record<string, Post> {
  const changed = copyOf(all);
  for (const post of came) changed[post.id] = newest(changed[post.id], post);
  return changed;
}

/** The ids of a page, oldest first, without what has been deleted and without replies where roots are listed. */
export function pageIds(page: PostPage, wantsReplies = false): string[] {
  return page.order
    .filter((id) => {
      const post = page.posts[id];
      return post && post.delete_at === 0 && (wantsReplies || post.root_id === "");
    })
    .reverse();
}

function insert(stretch: Stretch, id: string, all: Record<string, Post>): Stretch {
  const ids = [...stretch.ids, id];
  const before = all[stretch.ids.at(-1) ?? ""];
  const isInOrder = !before || before.create_at <= (all[id]?.create_at ?? 0);
  return { ...stretch, ids: isInOrder ? ids : ids.sort(byAge(all)) };
}

/** Where a post is listed: the stretch of its channel, or of its root's replies. */
function listOf(
  state: PostsState,
  post: Came,
): [kind: "stretches" | "replies", id: string, stretch?: Stretch] {
  return post.root_id === ""
    ? ["stretches", post.channel_id, state.stretches[post.channel_id]]
    : ["replies", post.root_id, state.replies[post.root_id]];
}

/** How a message is doing, or nothing once that is settled. */
export function withSending(state: PostsState, id: string, now?: Sending): Pick<PostsState, "sending"> {
  const { [id]: before, ...sending } = state.sending;
  if (now) return { sending: { ...sending, [id]: now } };
  return before ? { sending } : { sending: state.sending };
}

/** A post that has just been written, by anybody. A pending copy of it gives way. */
export function withNew(state: PostsState, post: Came): Partial<PostsState> {
  const pendingId = post.pending_post_id;
  const isKnown = state.posts[post.id] !== undefined;
  const isSent = pendingId !== "" && pendingId !== post.id && state.posts[pendingId] !== undefined;
  const all = withPosts(state.posts, [post]);
  if (post.root_id !== "" && !isKnown) countReply(all, post);
  if (isSent) delete all[pendingId];
  const result: Partial<PostsState> = { posts: all, ...withSending(state, pendingId) };
  const [kind, id, stretch] = listOf(state, post);
  if (!stretch) return result;
  const without = isSent ? { ...stretch, ids: stretch.ids.filter((one) => one !== pendingId) } : stretch;
  // What nobody knew stands in no list, however long it is.
  const isListed = without.hasNewer || (isKnown && without.ids.includes(post.id));
  const next = isListed ? without : insert(without, post.id, all);
  if (next !== stretch) result[kind] = { ...state[kind], [id]: next };
  return result;
}

/** In `all`, the root of a new reply counts it and knows who took part. */
function countReply(all: Record<string, Post>, reply: Came): void {
  const root = all[reply.root_id];
  if (!root || reply.create_at <= (root.last_reply_at ?? 0)) return;
  const others = (root.participants ?? []).filter((one) => one.id !== reply.user_id);
  all[root.id] = {
    ...root,
    reply_count: root.reply_count + 1,
    last_reply_at: reply.create_at,
    participants: [...others, { id: reply.user_id }],
  };
}

/** My message as it stands while it is on its way. Nothing where the server has shown it, though its answer was lost. */
export function withPending(state: PostsState, post: Post): Partial<PostsState> {
  const [kind, id, stretch] = listOf(state, post);
  if (stretch?.ids.some((one) => one !== post.id && state.posts[one]?.pending_post_id === post.id)) return {};
  const all = copyOf(state.posts);
  all[post.id] = post;
  const list = stretch ?? { ids: [], hasOlder: true, hasNewer: false };
  const ids = list.ids.includes(post.id) ? list.ids : [...list.ids, post.id];
  return {
    posts: all,
    ...withSending(state, post.id, { state: "sending" }),
    [kind]: { ...state[kind], [id]: { ...list, ids } },
  };
}

/** Takes a message out that was never confirmed. */
export function withoutPending(state: PostsState, pendingId: string): Partial<PostsState> {
  const post = state.posts[pendingId];
  if (!post) return {};
  const [kind, id, stretch] = listOf(state, post);
  const { [pendingId]: _post, ...all } = state.posts;
  const result: Partial<PostsState> = { posts: all, ...withSending(state, pendingId) };
  if (stretch) {
    result[kind] = {
      ...state[kind],
      [id]: { ...stretch, ids: stretch.ids.filter((one) => one !== pendingId) },
    };
  }
  return result;
}

/** A newer version of a post. One that nobody shows is not kept. What is told of an edit says nothing of replies. */
export function withEdited(state: PostsState, post: Post): Partial<PostsState> {
  const known = state.posts[post.id];
  if (!known) return {};
  const { reply_count, last_reply_at, participants } = known;
  const hasReplies = (post.last_reply_at ?? 0) > 0;
  return {
    posts: withPosts(state.posts, [
      hasReplies
        ? { ...post, participants: post.participants ?? participants ?? null }
        : { ...post, reply_count, last_reply_at, participants: participants ?? null },
    ]),
  };
}

/**
 * A deleted post stays as a trace where it was read, until the list is fetched anew. Its replies go. A reply that was
 * never read leaves a trace in no list, so that its root does not count it off twice.
 */
export function withDeleted(state: PostsState, came: Post, at: number): Partial<PostsState> {
  const { id } = came;
  const post = state.posts[id] ?? came;
  if (state.posts[id] ? post.delete_at > 0 : !state.posts[post.root_id]) return {};
  const all = {
    ...state.posts,
    [id]: { ...post, delete_at: at, message: "", file_ids: [], metadata: {}, props: {} },
  };
  const root = all[post.root_id];
  // The reply knows how many there were with it: a root that has been asked for since has counted it off.
  const others = (came.reply_count || (root?.reply_count ?? 0)) - 1;
  if (root) all[root.id] = { ...root, reply_count: Math.max(0, Math.min(root.reply_count, others)) };
  const { [id]: _replies, ...replies } = state.replies;
  return { posts: all, replies };
}

/**
 * What was deleted at a time (`at`) taken back: the post with what has come for it since, its replies, and what its root
 * counts.
 */
export function withUndeleted(
  state: PostsState,
  post: Post,
  at: number,
  replies?: Stretch,
): Partial<PostsState> {
  const { id, root_id, message, file_ids, metadata, props } = post;
  const all = copyOf(state.posts);
  const trace = all[id];
  const reactions = trace?.metadata.reactions ?? [];
  // Unless another version has come.
  if (trace?.delete_at === at) all[id] = { ...trace, delete_at: 0, message, file_ids, metadata, props };
  const root = all[root_id];
  if (root) all[root.id] = { ...root, reply_count: root.reply_count + 1 };
  const back = { ...state, posts: all };
  for (const one of reactions) Object.assign(back, withReaction(back, one));
  return { posts: back.posts, ...(replies && { replies: { [id]: replies, ...state.replies } }) };
}

const sameReaction = (a: Reaction, b: Pick<Reaction, "user_id" | "emoji_name">): boolean =>
  a.user_id === b.user_id && a.emoji_name === b.emoji_name;

export function withReaction(state: PostsState, reaction: Reaction): Partial<PostsState> {
  const post = state.posts[reaction.post_id];
  if (!post) return {};
  const others = (post.metadata.reactions ?? []).filter((one) => !sameReaction(one, reaction));
  return withMetadata(state, post, { reactions: [...others, reaction] });
}

export function withoutReaction(
  state: PostsState,
  reaction: Pick<Reaction, "post_id" | "user_id" | "emoji_name">,
): Partial<PostsState> {
  const post = state.posts[reaction.post_id];
  if (!post) return {};
  return withMetadata(state, post, {
    reactions: (post.metadata.reactions ?? []).filter((one) => !sameReaction(one, reaction)),
  });
}

function withMetadata(state: PostsState, post: Post, change: Partial<Post["metadata"]>): Partial<PostsState> {
  const all = copyOf(state.posts);
  all[post.id] = { ...post, metadata: { ...post.metadata, ...change } };
  return { posts: all };
}

/** The pending ids that confirmed posts had. */
const pendingIds = (all: (Post | undefined)[]): Set<string | undefined> =>
  new Set(all.map((post) => (post && !isPending(post) ? post.pending_post_id : undefined)));

/** Clocks differ: a message may seem to have arrived this long before it was written. */
const SKEW_MS = 60_000;

/**
 * Which of my messages on their way the server shows already, as messages that say the same: another tab, or this one, has
 * sent them and not been answered yet. Each of those is one message at most.
 */
function arrived(pending: (Post | undefined)[], listed: (Post | undefined)[]): Set<string> {
  const found = new Set<string>();
  const twins = listed.filter((post) => post && !post.pending_post_id);
  for (const one of pending) {
    const at = twins.findIndex(
      (twin) =>
        one &&
        twin?.message === one.message &&
        twin.user_id === one.user_id &&
        twin.root_id === one.root_id &&
        twin.create_at > one.create_at - SKEW_MS,
    );
    if (!one || at < 0) continue;
    twins.splice(at, 1);
    found.add(one.id);
  }
  return found;
}

/** Whether a message of mine that waits is in its list already, without its pending id. */
export function hasArrived(state: PostsState, post: Post): boolean {
  const [, , stretch] = listOf(state, post);
  return (
    arrived(
      [post],
      (stretch?.ids ?? []).map((id) => state.posts[id]),
    ).size > 0
  );
}

/** My messages that are not confirmed stay at the end of whatever is fetched. `all` are the posts as they are now. */
function pendingAtEnd(
  state: PostsState,
  all: Record<string, Post>,
  ids: string[],
  before: Stretch | undefined,
): string[] {
  const confirmed = pendingIds(ids.map((id) => all[id]));
  const pending = (before?.ids ?? []).filter(
    (id) => state.sending[id] && !ids.includes(id) && !confirmed.has(id),
  );
  const toArrive = pending.filter((id) => state.sending[id]?.state !== "failed");
  const there = arrived(
    toArrive.map((id) => all[id]),
    ids.map((id) => all[id]),
  );
  return [...ids, ...pending.filter((id) => !there.has(id))];
}

/**
 * A page that was asked for anew takes the place of what was shown, and keeps what came over the socket while it was on
 * its way (`late`).
 */
export function withFreshPage(
  state: PostsState,
  channel: string,
  page: PostPage,
  late: string[],
): Partial<PostsState> {
  const all = withPosts(state.posts, Object.values(page.posts));
  const before = state.stretches[channel];
  const hasNewer = page.next_post_id !== "";
  const found = pageIds(page);
  const missed = hasNewer ? [] : late.filter((id) => !found.includes(id) && all[id]?.delete_at === 0);
  const ids = [...found, ...missed].sort(byAge(all));
  const { [channel]: _stale, ...stale } = state.stale;
  const { [channel]: _loading, ...loading } = state.loading;
  return {
    posts: all,
    stale,
    loading,
    stretches: {
      ...state.stretches,
      [channel]: { ids: pendingAtEnd(state, all, ids, before), hasOlder: page.prev_post_id !== "", hasNewer },
    },
  };
}

/** What has changed in a channel since it was known: what is read stays where it is, and new messages are at the end. */
export function withChanges(
  state: PostsState,
  channel: string,
  page: PostPage,
  late: string[],
): Partial<PostsState> {
  const stretch = state.stretches[channel];
  if (!stretch) return withFreshPage(state, channel, page, late);
  const found = Object.values(page.posts);
  const gone = new Set(found.filter((post) => post.delete_at > 0).map((post) => post.id));
  const all = withPosts(
    state.posts,
    found.filter((post) => !gone.has(post.id)),
  );
  for (const id of gone) delete all[id];
  const settled = stretch.ids.filter((id) => !state.sending[id] && !gone.has(id));
  const oldest = stretch.hasOlder ? (all[settled[0] ?? ""]?.create_at ?? 0) : 0;
  const came = new Set(stretch.hasNewer ? [] : [...pageIds(page), ...late]);
  for (const id of settled) came.delete(id);
  const ids = [...came].filter((id) => all[id]?.delete_at === 0 && all[id].create_at >= oldest);
  const { [channel]: _stale, ...stale } = state.stale;
  const listed = [...settled, ...ids].sort(byAge(all));
  return {
    posts: all,
    stale,
    stretches: {
      ...state.stretches,
      [channel]: { ...stretch, ids: pendingAtEnd(state, all, listed, stretch) },
    },
  };
}

/** A page from before what is shown. */
export function withOlderPage(state: PostsState, channel: string, page: PostPage): Partial<PostsState> {
  const stretch = state.stretches[channel];
  if (!stretch) return {};
  const older = pageIds(page).filter((id) => !stretch.ids.includes(id));
  return {
    posts: withPosts(state.posts, Object.values(page.posts)),
    stretches: {
      ...state.stretches,
      [channel]: { ...stretch, ids: [...older, ...stretch.ids], hasOlder: page.prev_post_id !== "" },
    },
  };
}

/** A page from after what is shown. */
export function withNewerPage(state: PostsState, channel: string, page: PostPage): Partial<PostsState> {
  const stretch = state.stretches[channel];
  if (!stretch) return {};
  const settled = stretch.ids.filter((id) => !state.sending[id]);
  const newer = pageIds(page).filter((id) => !stretch.ids.includes(id));
  const all = withPosts(state.posts, Object.values(page.posts));
  return {
    posts: all,
    stretches: {
      ...state.stretches,
      [channel]: {
        ...stretch,
        ids: pendingAtEnd(state, all, [...settled, ...newer], stretch),
        hasNewer: page.next_post_id !== "",
      },
    },
  };
}

/** All replies of a root, oldest first, with those that came while they were on their way (`late`). */
export function withThread(
  state: PostsState,
  root: string,
  page: PostPage,
  late: string[],
): Partial<PostsState> {
  const all = withPosts(state.posts, Object.values(page.posts));
  const found = new Set([...Object.keys(page.posts), ...late]);
  const ids = [...found]
    .filter((id) => all[id]?.root_id === root && all[id].delete_at === 0)
    .sort(byAge(all));
  const { [root]: _stale, ...stale } = state.stale;
  const { [root]: _loading, ...loading } = state.loading;
  return {
    posts: all,
    stale,
    loading,
    replies: {
      ...state.replies,
      [root]: { ids: pendingAtEnd(state, all, ids, state.replies[root]), hasOlder: false, hasNewer: false },
    },
  };
}

/** Everything that is kept may have missed something. */
export function allStale(state: PostsState): Partial<PostsState> {
  const stale: Record<string, true> = {};
  for (const id of [...Object.keys(state.stretches), ...Object.keys(state.replies)]) stale[id] = true;
  return { stale };
}
