import type { ReactNode } from "react";
import type { Post } from "@/api";
import { Markdown, Picture } from "@/ui/markdown";

interface AttachmentField {
  title: string;
  value: string;
  short: boolean;
}

interface Attachment {
  color: string;
  pretext: string;
  fallback: string;
  author: string;
  authorLink: string;
  title: string;
  titleLink: string;
  text: string;
  fields: AttachmentField[];
  picture: string;
  /** A small picture beside the text. */
  thumbnail: string;
  footer: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Reads the attachments of an integration's post; whatever has another shape counts as empty. */
export function attachmentsOf(post: Post): Attachment[] {
  return list(post.props.attachments).map((one) => ({
    color: text(one.color),
    pretext: text(one.pretext),
    fallback: text(one.fallback),
    author: text(one.author_name),
    authorLink: text(one.author_link),
    title: text(one.title),
    titleLink: text(one.title_link),
    text: text(one.text) || (text(one.title) ? "" : text(one.fallback)),
    picture: text(one.image_url),
    thumbnail: text(one.thumb_url),
    footer: text(one.footer),
    fields: list(one.fields).map((field) => ({
      title: text(field.title),
      value: text(field.value),
      short: field.short === true || field.short === "true",
    })),
  }));
}

const NAMED: Record<string, string> = {
  good: "var(--leaf)",
  warning: "var(--lamp-mark)",
  danger: "var(--red)",
};

/** The colour of the bar: a name or six digits, nothing else gets into a style. */
function barColour(color: string): string | undefined {
  return NAMED[color] ?? (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? color : undefined);
}

declare module "react" {
  interface CSSProperties {
    /** Colour of the bar of an attachment. */
    "--bar-c"?: string | undefined;
  }
}

export function Attachments({ post }: { post: Post }): ReactNode {
  return attachmentsOf(post).map((one, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no names, and change only all together
    <div key={index}>
      {one.pretext && <Markdown text={one.pretext} />}
      <div className="message-attachment" style={{ "--bar-c": barColour(one.color) }}>
        {one.thumbnail && (
          <div className="message-attachment-thumbnail">
            <Picture address={one.thumbnail} alt="" />
          </div>
        )}
        {one.author && (
          <div className="mute small">
            <Markdown text={one.authorLink ? `[${one.author}](${one.authorLink})` : one.author} />
          </div>
        )}
        {one.title && (
          <div className="message-attachment-title">
            <Markdown text={one.titleLink ? `[${one.title}](${one.titleLink})` : one.title} />
          </div>
        )}
        {one.text && <Markdown text={one.text} />}
        {one.fields.length > 0 && (
          <dl className="message-facts">
            {one.fields.map((field, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same
              <div key={at} data-long={field.short ? undefined : ""}>
                <dt>{field.title}</dt>
                <dd>
                  <Markdown text={field.value} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {one.picture && (
          <Picture
            address={one.picture}
            alt={one.title || one.fallback}
            width={post.metadata.images?.[one.picture]?.width}
            height={post.metadata.images?.[one.picture]?.height}
          />
        )}
        {one.footer && <p className="mute tiny">{one.footer}</p>}
      </div>
    </div>
  ));
}
