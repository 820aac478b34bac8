import "./markdown.css";
import { Fragment, memo, type ReactNode, use, useMemo } from "react";
import { useT } from "@/i18n";
import { follow } from "@/lib/backStack";
import { basePath } from "@/lib/base";
import {
  type Block,
  type Image,
  type Inline,
  type Link,
  type List,
  type Mention,
  parse,
  plainText,
  type Table,
} from "@/lib/markdown";
import { CodeBox } from "./CodeBox";
import { hiddenHost, safeAddress } from "./links";
import { type Surroundings, SurroundingsContext } from "./surroundings";

interface MarkdownProps {
  text: string;
}

/** A message's text. It is built of elements alone, and has as many of them as the text has signs. */
export const Markdown = memo(function Markdown({ text }: MarkdownProps) {
  const surroundings = use(SurroundingsContext);
  const blocks = useMemo(() => parse(text), [text]);
  return (
    <div className="ui-markdown" data-big={isOnlyEmoji(blocks, surroundings) ? "" : undefined}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tree never changes
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
});

const MOST_BIG = 20;
const EMOJI_SIGN =
  /(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)(?:\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic}|\ufe0f|[\u{1f1e6}-\u{1f1ff}])*/gu;

/** Whether a message says nothing but a few emoji, which are then shown big. */
function isOnlyEmoji(blocks: readonly Block[], { emoji }: Surroundings): boolean {
  const [paragraph] = blocks;
  if (blocks.length !== 1 || paragraph?.type !== "paragraph") return false;
  let count = 0;
  for (const inline of paragraph.children) {
    if (inline.type === "emoji" && emoji(inline.name) !== null) count += 1;
    else if (inline.type === "text" && inline.text.replace(EMOJI_SIGN, "").trim() === "") {
      count += inline.text.match(EMOJI_SIGN)?.length ?? 0;
    } else if (inline.type !== "break") return false;
  }
  return count > 0 && count <= MOST_BIG;
}

function BlockView({ block }: { block: Block }): ReactNode {
  switch (block.type) {
    case "paragraph":
      return (
        <p dir="auto">
          <Inlines inlines={block.children} />
        </p>
      );
    case "heading": {
      // Below the page's own, whatever level a text begins with: none may be left out between.
      return (
        <h2 data-level={block.level} dir="auto">
          <Inlines inlines={block.children} />
        </h2>
      );
    }
    case "rule":
      return <hr />;
    case "code-block":
      return <CodeBox text={block.text} language={block.language} />;
    case "quote":
      return (
        <blockquote dir="auto">
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case "list":
      return <ListView list={block} />;
    case "table":
      return <TableView table={block} />;
  }
}

function Blocks({ blocks }: { blocks: readonly Block[] }): ReactNode {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a tree never changes
    <BlockView key={index} block={block} />
  ));
}

function ListView({ list }: { list: List }): ReactNode {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a tree never changes
    <li key={index} dir="auto" data-task={item.checked === null ? undefined : ""}>
      {item.checked !== null && <Task isDone={item.checked} />}
      <div>
        <Blocks blocks={item.children} />
      </div>
    </li>
  ));
  return list.ordered ? <ol start={list.start}>{items}</ol> : <ul>{items}</ul>;
}

function TableView({ table }: { table: Table }): ReactNode {
  return (
    <div className="ui-markdown-scroll">
      <table>
        <thead>
          <tr>
            {table.head.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a tree never changes
              <th key={index} scope="col" dir="auto" data-align={table.align[index] ?? undefined}>
                <Inlines inlines={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a tree never changes
            <tr key={at}>
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a tree never changes
                <td key={index} dir="auto" data-align={table.align[index] ?? undefined}>
                  <Inlines inlines={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface InlinesProps {
  inlines: readonly Inline[];
  /** Inside a link nothing else can be followed. */
  inLink?: boolean;
}

function Inlines({ inlines, inLink = false }: InlinesProps): ReactNode {
  return inlines.map((inline, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a tree never changes
    <InlineView key={index} inline={inline} inLink={inLink} />
  ));
}

function InlineView({ inline, inLink }: { inline: Inline; inLink: boolean }): ReactNode {
  const { channel, hashtag } = use(SurroundingsContext);
  switch (inline.type) {
    case "text":
      return inline.text;
    case "code":
      return <code dir="ltr">{inline.text}</code>;
    case "break":
      return <br />;
    case "emphasis":
      return (
        <em>
          <Inlines inlines={inline.children} inLink={inLink} />
        </em>
      );
    case "strong":
      return (
        <strong>
          <Inlines inlines={inline.children} inLink={inLink} />
        </strong>
      );
    case "strike":
      return (
        <del>
          <Inlines inlines={inline.children} inLink={inLink} />
        </del>
      );
    case "link":
      return <LinkView link={inline} />;
    case "image":
      return <ImageView image={inline} inLink={inLink} />;
    case "mention":
      return <MentionView mention={inline} inLink={inLink} />;
    case "channel": {
      const found = channel(inline.name);
      if (!found) return `~${inline.name}`;
      return (
        <PageLink address={found.address} className="ui-reference" inLink={inLink}>
          ~{found.label}
        </PageLink>
      );
    }
    case "hashtag": {
      const address = hashtag(inline.tag);
      if (address === null) return `#${inline.tag}`;
      return (
        <PageLink address={address} className="ui-hashtag" inLink={inLink}>
          #{inline.tag}
        </PageLink>
      );
    }
    case "emoji":
      return <EmojiView name={inline.name} raw={inline.raw} />;
  }
}

const EVERYONE = new Set(["all", "channel", "here"]);

function MentionView({ mention, inLink }: { mention: Mention; inLink: boolean }): ReactNode {
  const { person } = use(SurroundingsContext);
  // A full stop, dash or underscore at the end may be the sentence's and not the name's.
  for (let name = mention.name; name !== ""; name = /[._-]$/.test(name) ? name.slice(0, -1) : "") {
    const rest = mention.name.slice(name.length);
    if (EVERYONE.has(name.toLowerCase())) {
      return (
        <>
          <span className="ui-mention" data-you="">
            @{name}
          </span>
          {rest}
        </>
      );
    }
    const found = person(name.toLowerCase());
    if (found) {
      return (
        <>
          <PageLink address={found.address} className="ui-mention" you={found.isMe} inLink={inLink}>
            @{found.label}
          </PageLink>
          {rest}
        </>
      );
    }
  }
  return `@${mention.name}`;
}

interface PageLinkProps {
  address: string;
  className: string;
  you?: boolean;
  inLink: boolean;
  children: ReactNode;
}

/** Something of this site, or only its mark where it already stands in a link. */
function PageLink({ address, className, you = false, inLink, children }: PageLinkProps): ReactNode {
  const { onFollow } = use(SurroundingsContext);
  const marks = { className, "data-you": you ? "" : undefined };
  if (inLink) return <span {...marks}>{children}</span>;
  return (
    <a {...marks} href={basePath + address} onClick={(event) => follow(event, address, onFollow)}>
      {children}
    </a>
  );
}

function LinkView({ link }: { link: Link }): ReactNode {
  const { page, onFollow } = use(SurroundingsContext);
  const url = safeAddress(link.href);
  if (!url) return <Inlines inlines={link.children} />;
  const inside = page(url);
  const host = hiddenHost(plainText(link.children), url);
  const title = link.title === "" ? url.href : `${link.title} (${url.href})`;
  return (
    <>
      {inside === null ? (
        <a href={url.href} title={title} target="_blank" rel="noopener noreferrer">
          <Inlines inlines={link.children} inLink={true} />
        </a>
      ) : (
        <a href={url.href} title={title} onClick={(event) => follow(event, inside, onFollow)}>
          <Inlines inlines={link.children} inLink={true} />
        </a>
      )}
      {host !== null && <span className="ui-markdown-host"> ({host})</span>}
    </>
  );
}

interface PictureProps {
  address: string;
  alt: string;
  /** Its size, if it is known, so that its place is kept. */
  width?: number | undefined;
  height?: number | undefined;
}

/** A picture beside a text, from where pictures may come; a link to it otherwise. */
export function Picture({ address, alt, width = 0, height = 0 }: PictureProps): ReactNode {
  const image: Image = { type: "image", src: address, title: "", alt, width, height };
  return (
    <div className="ui-markdown">
      <ImageView image={image} inLink={false} />
    </div>
  );
}

const TALLEST = 500;

function ImageView({ image, inLink }: { image: Image; inLink: boolean }): ReactNode {
  const { picture } = use(SurroundingsContext);
  const url = safeAddress(image.src);
  const alt = image.alt === "" ? (url?.hostname ?? "") : image.alt;
  const isPage = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !isPage) return image.alt;
  const source = picture(url);
  if (source === null) {
    if (inLink) return alt;
    return (
      <a href={url.href} title={url.href} target="_blank" rel="noopener noreferrer">
        {alt}
      </a>
    );
  }
  const scale = image.height > TALLEST ? TALLEST / image.height : 1;
  return (
    <img
      src={source}
      alt={alt}
      title={image.title || undefined}
      width={Math.round(image.width * scale) || undefined}
      height={Math.round(image.height * scale) || undefined}
      loading="lazy"
      decoding="async"
    />
  );
}

function EmojiView({ name, raw }: { name: string; raw: string }): ReactNode {
  const found = use(SurroundingsContext).emoji(name);
  if (!found) return <Fragment>{raw}</Fragment>;
  const label = `:${name}:`;
  if ("picture" in found) {
    return <img className="ui-emoji" src={found.picture} alt={label} title={label} loading="lazy" />;
  }
  return (
    <span className="ui-emoji" role="img" aria-label={label} title={label}>
      {found.sign}
    </span>
  );
}

/** Whether a task is done; whoever wrote the list says so, not who reads it. */
function Task({ isDone }: { isDone: boolean }): ReactNode {
  const t = useT();
  return (
    <input
      type="checkbox"
      checked={isDone}
      disabled={true}
      readOnly={true}
      aria-label={t(isDone ? "ui.task.done" : "ui.task.open")}
    />
  );
}
