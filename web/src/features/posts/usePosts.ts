import type { Post } from "@/api";
import { useSameList } from "@/lib/slice";
import { posts } from "./model";

/** The posts with these ids, as far as they are known. What happens to others renders nothing anew. */
export function usePosts(ids: readonly string[]): (Post | undefined)[] {
  return posts.use(useSameList((state) => ids.map((id) => state.posts[id])));
}
