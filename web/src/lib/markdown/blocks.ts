import type { Destination, References } from "./inline";
import { parseInline, parseReference, unescaped } from "./inline";
import { cellsOf, delimiterRow } from "./table";
import type { Align, Block, Cell, ListItem } from "./tree";

/**
 * The block structure of a message: CommonMark's algorithm, one line after another, with the tables and task
 * lists of GitHub's flavour. There are no HTML blocks: tags are text.
 *
 * Time grows with the length of the text alone. Containers nest to `MAX_DEPTH`; markers beyond are text.
 */
export function parseBlocks(source: string): Block[] {
  const parser = new BlockParser();

  const text = source.replaceAll("\0", "\uFFFD").replace(FINAL_LINE_END, "");
  for (const line of text.split(LINE_END)) parser.take(line);

  return parser.finish();
}

/** How deep quotes and lists nest. */
export const MAX_DEPTH = 16;

const LINE_END = /\r\n|\n|\r/;
const FINAL_LINE_END = /(?:\r\n|\n|\r)$/;
const FENCE = /^(?:`{3,}(?!.*`)|~{3,})/;
const CLOSING_FENCE = /^(?:`{3,}|~{3,})(?=[ \t]*$)/;
const HEADING = /^#{1,6}(?:[ \t]+|$)/;
const SETEXT = /^(?:=+|-+)[ \t]*$/;
const RULE = /^(?:\*[ \t]*){3,}$|^(?:_[ \t]*){3,}$|^(?:-[ \t]*){3,}$/;
const BULLET = /^[*+-]/;
const NUMBER = /^(\d{1,9})([.)])/;
const TASK = /^\[([ xX])\][ \t]+(?=\S)/;

const SPACE = 32;
const TAB = 9;
/** From this indentation on a line is code. */
const CODE_INDENT = 4;

type Kind = "document" | "quote" | "list" | "item" | "paragraph" | "heading" | "rule" | "code" | "table";

interface Marker {
  readonly ordered: boolean;
  readonly start: number;
  /** Bullet or delimiter: another one begins another list. */
  readonly sign: string;
  /** Columns of indentation that keep a line in the item. */
  padding: number;
  readonly indent: number;
}

/** A block while it is being read. */
class Draft {
  open = true;
  lines: string[] = [];
  children: Draft[] = [];
  /** Line on which the block ended. */
  lastLine: number;
  level = 0;
  marker: Marker | null = null;
  tight = true;
  fence = "";
  fenceIndent = 0;
  language = "";
  align: Align[] = [];
  rows: string[][] = [];
  checked: boolean | null = null;

  constructor(
    readonly kind: Kind,
    readonly parent: Draft | null,
    readonly firstLine: number,
    readonly depth: number,
  ) {
    this.lastLine = firstLine;
  }
}

type Continuation = "matched" | "failed" | "consumed";
type Start = "none" | "container" | "leaf";

class BlockParser {
  private readonly root = new Draft("document", null, 0, 0);
  private readonly references: References = new Map();
  private tip = this.root;
  private lastMatched = this.root;
  private allClosed = true;

  private line = "";
  private number = 0;
  private offset = 0;
  private column = 0;
  private nextNonspace = 0;
  private nextNonspaceColumn = 0;
  private indent = 0;
  private blank = false;
  private partialTab = false;

  take(line: string): void {
    this.line = line;
    this.number += 1;
    this.offset = 0;
    this.column = 0;
    this.blank = false;
    this.partialTab = false;
    const oldTip = this.tip;

    let container = this.root;
    for (;;) {
      const last = container.children.at(-1);
      if (last === undefined || !last.open) break;
      this.findNonspace();
      const continuation = this.continues(last);
      if (continuation === "consumed") return;
      if (continuation === "failed") break;
      container = last;
    }

    this.allClosed = container === oldTip;
    this.lastMatched = container;

    let leaf = container.kind === "code" || container.kind === "table";
    while (!leaf) {
      this.findNonspace();
      const start = this.startsBlock(container);
      if (start === "none") {
        this.toNonspace();
        break;
      }
      container = this.tip;
      leaf = start === "leaf";
    }

    if (!this.allClosed && !this.blank && this.tip.kind === "paragraph") {
      this.addLine();
      return;
    }

    this.closeUnmatched();
    if (container.kind === "table") {
      container.rows.push(cellsOf(this.line.slice(this.nextNonspace)));
      container.lastLine = this.number;
    } else if (container.kind === "paragraph" || container.kind === "code") {
      this.addLine();
    } else if (
      this.offset < this.line.length &&
      !this.blank &&
      container.kind !== "heading" &&
      container.kind !== "rule"
    ) {
      this.add("paragraph");
      this.toNonspace();
      this.addLine();
    }
  }

  finish(): Block[] {
    while (this.tip.parent !== null) this.close(this.tip);

    return this.blocksOf(this.root);
  }

  /** Whether the line goes on with an open block; its marker, if any, is then passed over. */
  private continues(block: Draft): Continuation {
    switch (block.kind) {
      case "document":
      case "list":
        return "matched";
      case "quote":
        return this.continuesQuote(block);
      case "item":
        return this.continuesItem(block);
      case "heading":
      case "rule":
        return "failed";
      case "paragraph":
        return this.blank ? "failed" : "matched";
      case "code":
        return this.continuesCode(block);
      case "table":
        return this.continuesTable();
    }
  }

  private continuesQuote(quote: Draft): Continuation {
    if (!this.passQuoteSign()) return "failed";
    quote.lastLine = this.number;

    return "matched";
  }

  private passQuoteSign(): boolean {
    if (this.indent >= CODE_INDENT || this.line[this.nextNonspace] !== ">") return false;
    this.toNonspace();
    this.advance(1);
    if (this.isSpace(this.offset)) this.advanceColumns(1);

    return true;
  }

  private continuesItem(item: Draft): Continuation {
    const { marker } = item;
    if (marker === null) return "failed";
    if (this.blank) {
      if (item.children.length === 0) return "failed";
      this.toNonspace();
      return "matched";
    }
    if (this.indent < marker.indent + marker.padding) return "failed";
    this.advanceColumns(marker.indent + marker.padding);

    return "matched";
  }

  private continuesCode(block: Draft): Continuation {
    if (block.fence === "") {
      if (this.indent >= CODE_INDENT) this.advanceColumns(CODE_INDENT);
      else if (this.blank) this.toNonspace();
      else return "failed";
      return "matched";
    }

    const closing =
      this.indent < CODE_INDENT ? CLOSING_FENCE.exec(this.line.slice(this.nextNonspace))?.[0] : undefined;
    if (closing !== undefined && closing[0] === block.fence[0] && closing.length >= block.fence.length) {
      block.lastLine = this.number;
      this.close(block);
      return "consumed";
    }

    for (let left = block.fenceIndent; left > 0 && this.isSpace(this.offset); left -= 1)
      this.advanceColumns(1);

    return "matched";
  }

  private continuesTable(): Continuation {
    if (this.blank || this.indent >= CODE_INDENT) return "failed";
    const rest = this.line.slice(this.nextNonspace);
    const interrupts =
      rest.startsWith(">") ||
      FENCE.test(rest) ||
      HEADING.test(rest) ||
      RULE.test(rest) ||
      /^(?:[*+-]|\d{1,9}[.)])[ \t]/.test(rest);

    return interrupts ? "failed" : "matched";
  }

  private startsBlock(container: Draft): Start {
    if (this.blank) return "none";
    if (this.indent >= CODE_INDENT) return this.startsIndentedCode();
    const rest = this.line.slice(this.nextNonspace);

    if (rest.startsWith(">") && container.depth < MAX_DEPTH) {
      this.passQuoteSign();
      this.closeUnmatched();
      this.add("quote");
      return "container";
    }
    const heading = HEADING.exec(rest);
    if (heading) return this.startHeading(heading[0], rest);
    const fence = FENCE.exec(rest);
    if (fence) return this.startFence(fence[0], rest);
    if (container.kind === "paragraph") {
      const start = this.startUnderParagraph(container, rest);
      if (start !== "none") return start;
    }
    if (RULE.test(rest)) {
      this.closeUnmatched();
      this.add("rule");
      this.advance(this.line.length - this.offset);
      return "leaf";
    }

    return container.depth < MAX_DEPTH ? this.startItem(container) : "none";
  }

  private startsIndentedCode(): Start {
    if (this.tip.kind === "paragraph") return "none";
    this.advanceColumns(CODE_INDENT);
    this.closeUnmatched();
    this.add("code");

    return "leaf";
  }

  private startHeading(sign: string, rest: string): Start {
    this.closeUnmatched();
    const heading = this.add("heading");
    heading.level = sign.trimEnd().length;
    heading.lines = [withoutClosingSigns(rest.slice(sign.length))];
    this.advance(this.line.length - this.offset);

    return "leaf";
  }

  private startFence(fence: string, rest: string): Start {
    this.closeUnmatched();
    const code = this.add("code");
    code.fence = fence;
    code.fenceIndent = this.indent;
    code.language = rest.slice(fence.length).trim();
    this.advance(this.line.length - this.offset);

    return "leaf";
  }

  private startUnderParagraph(paragraph: Draft, rest: string): Start {
    if (SETEXT.test(rest)) {
      this.readReferences(paragraph);
      if (paragraph.lines.length > 0) {
        this.closeUnmatched();
        const heading = this.replace(paragraph, "heading");
        heading.level = rest.startsWith("=") ? 1 : 2;
        heading.lines = [paragraph.lines.join("\n").trim()];
        this.advance(this.line.length - this.offset);
        return "leaf";
      }
    }

    const align = paragraph.lines.length > 0 ? delimiterRow(rest) : null;
    if (align === null) return "none";
    const head = cellsOf(paragraph.lines.at(-1) ?? "");
    if (head.length !== align.length) return "none";
    this.closeUnmatched();
    const table = this.replaceLastLine(paragraph);
    table.align = align;
    table.rows = [head];

    return "leaf";
  }

  private startItem(container: Draft): Start {
    const marker = this.readMarker(container);
    if (marker === null) return "none";
    this.closeUnmatched();
    const list = this.tip;
    if (list.kind !== "list" || !sameList(list.marker, marker)) {
      this.add("list").marker = marker;
    }
    this.add("item").marker = marker;

    return "container";
  }

  private readMarker(container: Draft): Marker | null {
    const rest = this.line.slice(this.nextNonspace);
    const bullet = BULLET.exec(rest);
    const number = bullet ? null : NUMBER.exec(rest);
    const sign = bullet?.[0] ?? number?.[0];
    if (sign === undefined) return null;

    const interrupts = container.kind === "paragraph";
    const start = Number(number?.[1] ?? 1);
    if (interrupts && number && start !== 1) return null;
    const after = this.line.charCodeAt(this.nextNonspace + sign.length);
    if (!Number.isNaN(after) && after !== SPACE && after !== TAB) return null;
    if (interrupts && rest.slice(sign.length).trim() === "") return null;

    const marker: Marker = {
      ordered: number !== null,
      start,
      sign: number?.[2] ?? sign,
      padding: 0,
      indent: this.indent,
    };
    this.toNonspace();
    this.advance(sign.length);
    marker.padding = this.passPadding(sign.length);

    return marker;
  }

  /** Passes the space after a marker and answers how far the item's text is indented behind it. */
  private passPadding(signLength: number): number {
    const { offset, column, partialTab } = this;
    do this.advanceColumns(1);
    while (this.column - column < CODE_INDENT + 1 && this.isSpace(this.offset));
    const isBlank = this.offset >= this.line.length;
    const spaces = this.column - column;
    if (spaces >= 1 && spaces <= CODE_INDENT && !isBlank) return signLength + spaces;

    this.offset = offset;
    this.column = column;
    this.partialTab = partialTab;
    if (this.isSpace(this.offset)) this.advanceColumns(1);

    return signLength + 1;
  }

  private add(kind: Kind): Draft {
    while (!holds(this.tip.kind, kind)) this.close(this.tip);
    const block = new Draft(kind, this.tip, this.number, this.tip.depth + (isContainer(kind) ? 1 : 0));
    this.tip.children.push(block);
    this.tip = block;

    return block;
  }

  private replace(block: Draft, kind: Kind): Draft {
    const parent = block.parent ?? this.root;
    const other = new Draft(kind, parent, block.firstLine, block.depth);
    other.lastLine = this.number;
    block.open = false;
    parent.children[parent.children.length - 1] = other;
    this.tip = other;

    return other;
  }

  /** The last line of the paragraph becomes the head of a table; what is above it stays a paragraph. */
  private replaceLastLine(paragraph: Draft): Draft {
    if (paragraph.lines.length === 1) return this.replace(paragraph, "table");
    paragraph.lines.pop();
    paragraph.lastLine = this.number - 2;
    this.close(paragraph);

    return this.add("table");
  }

  private addLine(): void {
    let text = this.line.slice(this.offset);
    if (this.partialTab) {
      text = " ".repeat(4 - (this.column % 4)) + text.slice(1);
    }
    this.tip.lines.push(text);
    this.tip.lastLine = this.number;
  }

  private closeUnmatched(): void {
    if (this.allClosed) return;
    while (this.tip !== this.lastMatched && this.tip.parent !== null) this.close(this.tip);
    this.allClosed = true;
  }

  private close(block: Draft): void {
    block.open = false;
    const parent = block.parent ?? this.root;
    if (block.kind === "paragraph") {
      this.readReferences(block);
      if (block.lines.length === 0) parent.children.splice(parent.children.indexOf(block), 1);
    } else if (block.kind === "list") {
      block.tight = isTight(block);
    } else if (block.kind === "code" && block.fence === "") {
      while (block.lines.at(-1)?.trim() === "") block.lines.pop();
      block.lastLine = block.firstLine + block.lines.length - 1;
    }
    if (block.children.length > 0)
      block.lastLine = Math.max(block.lastLine, block.children.at(-1)?.lastLine ?? 0);
    this.tip = parent;
  }

  /** Takes `[label]: destination` from the head of a paragraph. */
  private readReferences(paragraph: Draft): void {
    if (!paragraph.lines[0]?.startsWith("[")) return;
    let text = paragraph.lines.join("\n");
    while (text.startsWith("[")) {
      const read = parseReference(text);
      if (read === null) break;
      if (!this.references.has(read.label)) this.references.set(read.label, read satisfies Destination);
      text = text.slice(read.length);
    }
    paragraph.lines = text === "" ? [] : text.split("\n");
  }

  private findNonspace(): void {
    let column = this.column;
    let at = this.offset;
    for (; at < this.line.length; at += 1) {
      const code = this.line.charCodeAt(at);
      if (code === SPACE) column += 1;
      else if (code === TAB) column += 4 - (column % 4);
      else break;
    }
    this.blank = at >= this.line.length;
    this.nextNonspace = at;
    this.nextNonspaceColumn = column;
    this.indent = column - this.column;
  }

  private toNonspace(): void {
    this.offset = this.nextNonspace;
    this.column = this.nextNonspaceColumn;
    this.partialTab = false;
  }

  private advance(characters: number): void {
    this.offset += characters;
    this.column += characters;
    this.partialTab = false;
  }

  /** Advances over spaces by columns, perhaps into the middle of a tab. */
  private advanceColumns(columns: number): void {
    for (let left = columns; left > 0 && this.offset < this.line.length; ) {
      if (this.line.charCodeAt(this.offset) !== TAB) {
        this.partialTab = false;
        this.offset += 1;
        this.column += 1;
        left -= 1;
        continue;
      }
      const width = 4 - (this.column % 4);
      this.partialTab = width > left;
      const step = Math.min(left, width);
      this.column += step;
      if (!this.partialTab) this.offset += 1;
      left -= step;
    }
  }

  private isSpace(offset: number): boolean {
    const code = this.line.charCodeAt(offset);

    return code === SPACE || code === TAB;
  }

  private blocksOf(draft: Draft): Block[] {
    return draft.children.map((child) => this.blockOf(child));
  }

  private blockOf(draft: Draft): Block {
    switch (draft.kind) {
      case "heading":
        return { type: "heading", level: draft.level, children: this.inlinesOf(draft.lines.join("\n")) };
      case "rule":
        return { type: "rule" };
      case "code":
        return codeOf(draft);
      case "quote":
        return { type: "quote", children: this.blocksOf(draft) };
      case "list":
        return {
          type: "list",
          ordered: draft.marker?.ordered ?? false,
          start: draft.marker?.start ?? 1,
          tight: draft.tight,
          items: draft.children.map((item) => this.itemOf(item)),
        };
      case "table":
        return {
          type: "table",
          align: draft.align,
          head: this.rowOf(draft.rows[0] ?? [], draft.align.length),
          // The second row is the one of dashes.
          rows: draft.rows.slice(2).map((row) => this.rowOf(row, draft.align.length)),
        };
      case "document":
      case "item":
      case "paragraph":
        return { type: "paragraph", children: this.inlinesOf(draft.lines.join("\n").trim()) };
    }
  }

  private itemOf(item: Draft): ListItem {
    const first = item.children[0];
    const task = first?.kind === "paragraph" ? TASK.exec(first.lines[0]?.trimStart() ?? "") : null;
    if (first && task) first.lines[0] = (first.lines[0] ?? "").trimStart().slice(task[0].length);

    return { checked: task ? task[1] !== " " : null, children: this.blocksOf(item) };
  }

  private rowOf(cells: readonly string[], columns: number): Cell[] {
    return cells.slice(0, columns).map((cell) => this.inlinesOf(cell));
  }

  private inlinesOf(text: string) {
    return parseInline(text, this.references);
  }
}

/** Items stand close unless a blank line lies between them, or between two blocks of one. */
function isTight(list: Draft): boolean {
  return list.children.every((item, index) => {
    const next = list.children[index + 1];
    if (next && next.firstLine !== item.lastLine + 1) return false;

    return item.children.every((block, at) => {
      const following = item.children[at + 1];
      return following === undefined || following.firstLine === block.lastLine + 1;
    });
  });
}

function codeOf(draft: Draft): Block {
  if (draft.fence !== "") {
    const language = unescaped(/^\S*/.exec(draft.language)?.[0] ?? "");
    return { type: "code-block", language, text: draft.lines.slice(1).join("\n") };
  }

  return { type: "code-block", language: "", text: draft.lines.join("\n") };
}

function withoutClosingSigns(text: string): string {
  const trimmed = text.trim();
  let end = trimmed.length;
  while (trimmed[end - 1] === "#") end -= 1;
  if (end === 0) return "";
  if (end === trimmed.length || !/[ \t]/.test(trimmed[end - 1] ?? "")) return trimmed;

  return trimmed.slice(0, end).trimEnd();
}

function isContainer(kind: Kind): boolean {
  return kind === "quote" || kind === "item";
}

function holds(parent: Kind, child: Kind): boolean {
  if (parent === "list") return child === "item";

  return (parent === "document" || parent === "quote" || parent === "item") && child !== "item";
}

function sameList(one: Marker | null, other: Marker): boolean {
  return one !== null && one.ordered === other.ordered && one.sign === other.sign;
}
