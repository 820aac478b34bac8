import { api, type Post } from "@/api";
import { fetchFresh, PAGE } from "./actions";

/** Shows the posts around one: what a permalink asks for. */
export async function openAround(post: Post): Promise<void> {
  const channel = post.channel_id;
  await fetchFresh(channel, async () => {
    const half = { page: 0, per_page: PAGE / 2 };
    const [before, after] = await Promise.all([
      api.posts(channel, { ...half, before: post.id }),
      api.posts(channel, { ...half, after: post.id }),
    ]);
    return {
      order: [...after.order, post.id, ...before.order],
      posts: { ...before.posts, ...after.posts, [post.id]: post },
      next_post_id: after.next_post_id,
      prev_post_id: before.prev_post_id,
    };
  });
}
