import type { Post } from "./types";

/** A post as the server tells of it, for tests; it says its own id. */
export function aPost(id: string, more: Partial<Post> = {}): Post {
  return {
    id,
    pending_post_id: "",
    create_at: 1,
    update_at: 1,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: "anna",
    channel_id: "c",
    root_id: "",
    original_id: "",
    message: id,
    type: "",
    props: {},
    hashtags: "",
    reply_count: 0,
    metadata: {},
    ...more,
  };
}
