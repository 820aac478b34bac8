import type { ReactNode } from "react";
import type { Post } from "@/api";
import { Attachments } from "./Attachments";
import { Embeds } from "./Embeds";

/** What few messages have below their text: attachments of integrations, and other messages that links lead to. */
export function Extras({ post }: { post: Post }): ReactNode {
  return (
    <>
      <Attachments post={post} />
      <Embeds post={post} />
    </>
  );
}
