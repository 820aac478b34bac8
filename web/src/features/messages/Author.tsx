import type { ReactNode } from "react";
import type { Post } from "@/api";
import { Face, useName } from "@/features/people";
import { Avatar } from "@/ui/avatar/Avatar";

/** Whether a person did not write a post themselves. */
export const isByBot = (post: Post): boolean =>
  post.props.from_webhook === "true" || post.props.from_bot === "true";

/** The name above a post; an integration may bring its own. */
export function useAuthor(post: Post): string {
  const name = useName(post.user_id);
  const own = post.props.override_username;
  return isByBot(post) && typeof own === "string" && own !== "" ? own : name;
}

interface AuthorFaceProps {
  post: Post;
  name: string;
}

/** The face beside a post. */
export function AuthorFace({ post, name }: AuthorFaceProps): ReactNode {
  return isByBot(post) ? <Avatar id={post.user_id} name={name} kind="bot" /> : <Face user={post.user_id} />;
}
