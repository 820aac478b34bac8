/**
 * What a message says, as a tree. The parser makes it from the text alone: it knows no people, channels or
 * emoji, so a tree never goes stale, and whoever renders it decides what a name means.
 */

export type Align = "start" | "center" | "end" | null;

export type Block = Paragraph | Heading | Rule | CodeBlock | Quote | List | Table;

export interface Paragraph {
  readonly type: "paragraph";
  readonly children: readonly Inline[];
}

export interface Heading {
  readonly type: "heading";
  readonly level: number;
  readonly children: readonly Inline[];
}

export interface Rule {
  readonly type: "rule";
}

export interface CodeBlock {
  readonly type: "code-block";
  /** The first word after the fence, as written. Empty for indented code. */
  readonly language: string;
  /** Without the last line break. */
  readonly text: string;
}

export interface Quote {
  readonly type: "quote";
  readonly children: readonly Block[];
}

export interface List {
  readonly type: "list";
  readonly ordered: boolean;
  readonly start: number;
  /** Whether paragraphs of the items stand without space between them. */
  readonly tight: boolean;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  /** `null` where the item is no task. */
  readonly checked: boolean | null;
  readonly children: readonly Block[];
}

export interface Table {
  readonly type: "table";
  readonly align: readonly Align[];
  readonly head: readonly Cell[];
  /** Rows may be shorter than the head: what is missing is empty. */
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = readonly Inline[];

export type Inline =
  | Text
  | Code
  | Break
  | Span
  | Link
  | Image
  | Mention
  | ChannelReference
  | Hashtag
  | EmojiName;

export interface Text {
  readonly type: "text";
  readonly text: string;
}

export interface Code {
  readonly type: "code";
  readonly text: string;
}

export interface Break {
  readonly type: "break";
  /** A hard break was asked for; a soft one is a plain end of line. */
  readonly hard: boolean;
}

export interface Span {
  readonly type: "emphasis" | "strong" | "strike";
  readonly children: readonly Inline[];
}

export interface Link {
  readonly type: "link";
  readonly href: string;
  readonly title: string;
  /** The text is the address itself, found by the parser. */
  readonly auto: boolean;
  readonly children: readonly Inline[];
}

export interface Image {
  readonly type: "image";
  readonly src: string;
  readonly title: string;
  readonly alt: string;
  /** The size that the author gave (`=300x200`); 0 where not given. */
  readonly width: number;
  readonly height: number;
}

/** `@` and what may be a username, with any full stops, dashes and underscores that follow it. */
export interface Mention {
  readonly type: "mention";
  readonly name: string;
}

/** `~` and what may be the name of a channel. */
export interface ChannelReference {
  readonly type: "channel";
  readonly name: string;
}

/** `#` and a word, as the server finds hashtags; `tag` is without the sign. */
export interface Hashtag {
  readonly type: "hashtag";
  readonly tag: string;
}

/** `:name:`, or an emoticon that stands for `name`. */
export interface EmojiName {
  readonly type: "emoji";
  readonly name: string;
  /** As written, for when there is no such emoji. */
  readonly raw: string;
}
