import { api, type Post } from "@/api";

/**
 * The first root of a channel that was written at or after a moment; nothing if there is none. The protocol has no
 * question for it, so the pages are halved: a dozen small questions for ten thousand messages.
 */
export async function firstSince(channel: string, at: number): Promise<Post | undefined> {
  const postAt = async (index: number): Promise<Post | undefined> => {
    const page = await api.posts(channel, { page: index, per_page: 1 });
    return page.posts[page.order[0] ?? ""];
  };
  /** The oldest that is known to be young enough, and the first place that is not. */
  let found = await postAt(0);
  if (!found || found.create_at < at) return undefined;
  let young = 0;
  let old = 1;
  for (;;) {
    const post = await postAt(old);
    if (!post || post.create_at < at) break;
    found = post;
    young = old;
    old *= 2;
  }
  while (old - young > 1) {
    const middle = (young + old) >> 1;
    const post = await postAt(middle);
    if (post && post.create_at >= at) {
      found = post;
      young = middle;
    } else old = middle;
  }
  return found;
}
