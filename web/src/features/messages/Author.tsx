import type { ReactNode } from "react";
import type { Post } from "@/api";
import { Face, useName } from "@/features/people";
import { isByBot, ownNameOf } from "@/features/posts";
import { Avatar } from "@/ui/avatar/Avatar";

/** The name above a post; an integration may bring its own. */
export function useAuthor(post: Post): string {
  const name = useName(post.user_id);
  return ownNameOf(post) || name;
}

interface AuthorFaceProps {
  post: Post;
  name: string;
}

/** The face beside a post. */
export function AuthorFace({ post, name }: AuthorFaceProps): ReactNode {
  if (isByBot(post)) return <Avatar id={post.user_id} name={name} kind="bot" />;
  return (
    <span className="message-face" data-person={post.user_id}>
      <Face user={post.user_id} />
    </span>
  );
}

interface AuthorNameProps extends AuthorFaceProps {
  /** Whether Tab leads to it: of a list only from the message that has the focus. */
  isReachable: boolean;
}

/** The name above a post, with the card of whoever it is. */
export function AuthorName({ post, name, isReachable }: AuthorNameProps): ReactNode {
  if (isByBot(post)) return <bdi className="message-author">{name}</bdi>;
  return (
    <button
      type="button"
      className="message-author"
      data-person={post.user_id}
      aria-haspopup="dialog"
      tabIndex={isReachable ? 0 : -1}
    >
      <bdi>{name}</bdi>
    </button>
  );
}
