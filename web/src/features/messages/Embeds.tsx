import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { Post } from "@/api";
import { Face, useName } from "@/features/people";
import { useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { addresses } from "@/lib/routes";
import { Markdown } from "@/ui/markdown";
import { momentOf } from "./times";

/** What comes with a post besides its text. What is not known here is in the text as a link. */
export function Embeds({ post }: { post: Post }): ReactNode {
  const quoted = (post.metadata.embeds ?? []).flatMap((embed) => {
    const data = embed.type === "permalink" ? quotedIn(embed.data) : undefined;
    return data ? [data] : [];
  });
  return quoted.map((one) => <QuotedPost key={one.post.id} {...one} />);
}

interface Quoted {
  post: Post;
  channel: string;
  team: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const isPost = (value: unknown): value is Post =>
  isRecord(value) && typeof value.id === "string" && typeof value.message === "string";

function quotedIn(data: unknown): Quoted | undefined {
  if (!isRecord(data) || !isPost(data.post)) return undefined;
  const channel = typeof data.channel_display_name === "string" ? data.channel_display_name : "";
  const team = typeof data.team_name === "string" ? data.team_name : "";
  return { post: data.post, channel, team };
}

/** The post that a link in another post leads to. */
function QuotedPost({ post, channel, team }: Quoted): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const author = useName(post.user_id);
  const address = addresses.permalink(team || "_redirect", post.id);
  return (
    <figure className="message-quoted">
      <figcaption className="line small">
        <Face user={post.user_id} size={20} />
        <bdi className="strong">{author}</bdi>
        <time className="mute tiny">{momentOf(post.create_at)}</time>
      </figcaption>
      <Markdown text={post.message} />
      <a
        className="mute tiny"
        href={basePath + address}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          navigate(address);
        }}
      >
        {channel === "" ? t("messages.goToMessage") : t("messages.quotedIn", { channel })}
      </a>
    </figure>
  );
}
