import { findAddress, findMail, schemeStart } from "./addresses";
import { emoticonAt } from "./emoticons";
import { characterOf } from "./entities";
import type { Inline, Span } from "./tree";

export interface Destination {
  readonly href: string;
  readonly title: string;
}

/** Link definitions of a message, by normalised label. */
export type References = Map<string, Destination>;

/**
 * The inline content of a block: CommonMark's algorithm with a delimiter stack, and in the same walk the signs
 * of the protocol's messages: addresses, `@mention`, `~channel`, `#hashtag`, `:emoji:`. Tags are text.
 *
 * Time grows with the length of the text alone. Emphasis and images nest to `MAX_NESTING`; signs beyond are
 * text.
 */
export function parseInline(text: string, references: References): Inline[] {
  if (!SPECIAL.test(text)) return text === "" ? [] : [{ type: "text", text }];

  return new InlineParser(text, references).parse();
}

export interface ReferenceDefinition extends Destination {
  readonly label: string;
  /** How much of the text it takes, with its line break. */
  readonly length: number;
}

/** A link definition at the head of a text. */
export function parseReference(text: string): ReferenceDefinition | null {
  const label = LABEL.exec(text)?.[0];
  if (label === undefined || text[label.length] !== ":" || normalLabel(label) === "") return null;
  const reader = new DestinationReader(text, label.length + 1);
  reader.passSpace();
  const href = reader.readAddress();
  if (href === null) return null;

  const afterHref = reader.at;
  let title = "";
  if (reader.passSpace()) {
    title = reader.readTitle() ?? "";
    if (title === "" && reader.at !== afterHref && !reader.sawTitle) reader.at = afterHref;
  }
  if (!reader.passLineEnd()) {
    if (!reader.sawTitle) return null;
    // What looked like a title is the text of the next line.
    title = "";
    reader.at = afterHref;
    if (!reader.passLineEnd()) return null;
  }

  return { label: normalLabel(label), href, title, length: reader.at };
}

const MAX_NESTING = 32;
/** After so many pairs that would nest deeper, no more are looked for: the text is an attack. */
const MAX_REFUSED = 100;
/** What references may add to a message, in characters, so that a short text stays a small page. */
const MAX_EXPANSION = 100_000;

const SPECIAL = /[\n`[\]\\!<&*_~:@#;]|www\.|WWW\./;
const ESCAPABLE = /[!"#$%&'()*+,./:;<=>?@[\\\]^_`{|}~-]/;
const LABEL = /^\[(?:[^\\[\]]|\\[\s\S]){0,1000}\]/;
const LABEL_HERE = /\[(?:[^\\[\]]|\\[\s\S]){0,1000}\]/y;
const ENTITY = /&(#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});/y;
const AUTOLINK = /<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^<> \p{Cc}]*)>/uy;
const MAIL_AUTOLINK =
  /<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>/y;
const TAG =
  /<(?:[A-Za-z][A-Za-z0-9-]*(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*(?:[^"'=<>`\s\p{Cc}]+|'[^']*'|"[^"]*"))?)*\s*\/?|\/[A-Za-z][A-Za-z0-9-]*\s*)>/uy;
const MENTION = /@([A-Za-z0-9][A-Za-z0-9._-]*)/y;
const CHANNEL = /~([a-z0-9][a-z0-9_-]*)/y;
const HASHTAG = /#(\p{L}[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}])/uy;
const EMOJI = /:([A-Za-z0-9_+-]{1,64}):/y;
const PUNCTUATION = /[\p{P}\p{S}]/u;
const WORD = /[\p{L}\p{M}\p{N}_]/u;
const IMAGE_SIZE = /[ \t\n]*=(\d{1,5})?(?:x(\d{1,5}))?(?=[ \t\n)])/y;

/** A piece of the text while delimiters are still open: a link of a chain. */
class Piece {
  previous: Piece | null = null;
  next: Piece | null = null;
  /** Depth of what it holds. */
  depth = 0;

  constructor(
    /** `null` where it is the text of an undecided delimiter. */
    public inline: Inline | null,
    public text = "",
  ) {}
}

interface Delimiter {
  readonly sign: string;
  readonly piece: Piece;
  readonly original: number;
  count: number;
  readonly opens: boolean;
  readonly closes: boolean;
  previous: Delimiter | null;
  next: Delimiter | null;
}

interface Bracket {
  readonly piece: Piece;
  readonly image: boolean;
  /** Where its content begins. */
  readonly from: number;
  readonly previous: Bracket | null;
  readonly delimiter: Delimiter | null;
  active: boolean;
  /** Whether another bracket opened inside. */
  nested: boolean;
}

class InlineParser {
  private at = 0;
  /** From where on text is not yet in a piece. */
  private from = 0;
  private head: Piece | null = null;
  private tail: Piece | null = null;
  private delimiters: Delimiter | null = null;
  private brackets: Bracket | null = null;
  private expanded = 0;
  private refused = 0;
  /** For each length of a run of backticks, the last place where one stands; known after a full look. */
  private backticks: Map<number, number> | null = null;

  constructor(
    private readonly text: string,
    private readonly references: References,
  ) {}

  parse(): Inline[] {
    while (this.at < this.text.length) {
      if (!this.takeSign()) this.at += 1;
    }
    this.flush(this.at);
    this.pairDelimiters(null);

    return inlinesBetween(this.head, null);
  }

  /** Takes what begins here, or answers that it is plain text. */
  private takeSign(): boolean {
    switch (this.text.charCodeAt(this.at)) {
      case 10:
        return this.takeLineEnd();
      case 92:
        return this.takeEscape();
      case 96:
        return this.takeCode();
      case 42:
      case 95:
      case 126:
        return this.takeDelimiter();
      case 91:
        return this.takeOpening(false);
      case 33:
        return this.text[this.at + 1] === "[" && this.takeOpening(true);
      case 93:
        return this.takeClosing();
      case 60:
        return this.takeAngle();
      case 38:
        return this.takeEntity();
      case 58:
        return this.takeColon();
      case 59:
        return this.takeEmoticon();
      case 64:
        return this.takeAt();
      case 35:
        return this.takeHashtag();
      case 87:
      case 119:
        return this.takeAddress(this.at);
      default:
        return false;
    }
  }

  private takeLineEnd(): boolean {
    let end = this.at;
    while (end > this.from && this.text[end - 1] === " ") end -= 1;
    const hard = this.at - end >= 2;
    this.flush(end);
    this.push({ type: "break", hard });
    this.at += 1;
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at += 1;
    this.from = this.at;

    return true;
  }

  private takeEscape(): boolean {
    const next = this.text[this.at + 1] ?? "";
    if (next === "\n") {
      this.flush(this.at);
      this.push({ type: "break", hard: true });
      this.at += 2;
      while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at += 1;
      this.from = this.at;
      return true;
    }
    if (!ESCAPABLE.test(next)) return false;
    this.flush(this.at);
    this.at += 2;
    this.from = this.at - 1;

    return true;
  }

  private takeCode(): boolean {
    const opening = this.runOf("`");
    const length = opening - this.at;
    const closing = this.findBackticks(length, opening);
    if (closing === -1) {
      this.at = opening;
      return true;
    }
    let code = this.text.slice(opening, closing).replaceAll("\n", " ");
    if (code.startsWith(" ") && code.endsWith(" ") && /[^ ]/.test(code)) code = code.slice(1, -1);
    this.take({ type: "code", text: code }, closing + length);

    return true;
  }

  private findBackticks(length: number, from: number): number {
    if (this.backticks !== null && (this.backticks.get(length) ?? -1) < from) return -1;
    const seen = this.backticks ?? new Map<number, number>();
    for (let at = this.text.indexOf("`", from); at !== -1; ) {
      let end = at;
      while (this.text.charCodeAt(end) === 96) end += 1;
      if (end - at === length) return at;
      seen.set(end - at, at);
      at = this.text.indexOf("`", end);
    }
    this.backticks = seen;

    return -1;
  }

  private takeDelimiter(): boolean {
    const sign = this.text[this.at] ?? "";
    const end = this.runOf(sign);
    const count = end - this.at;
    if (sign === "~" && count !== 2) {
      if (count === 1 && this.takeChannel()) return true;
      this.at = end;
      return true;
    }

    const before = characterBefore(this.text, this.at);
    const after = characterAt(this.text, end);
    // Inside a word an underscore is a letter, so that `snake_case@host` stays in one piece.
    if (sign === "_" && WORD.test(before) && WORD.test(after)) {
      this.at = end;
      return true;
    }
    const { opens, closes } = flanking(sign, before, after);
    this.flush(this.at);
    const piece = this.push(null, this.text.slice(this.at, end));
    this.at = end;
    this.from = end;
    if (!opens && !closes) return true;
    const delimiter: Delimiter = {
      sign,
      piece,
      original: count,
      count,
      opens,
      closes,
      previous: this.delimiters,
      next: null,
    };
    if (this.delimiters) this.delimiters.next = delimiter;
    this.delimiters = delimiter;

    return true;
  }

  private takeOpening(image: boolean): boolean {
    this.flush(this.at);
    const length = image ? 2 : 1;
    const piece = this.push(null, this.text.slice(this.at, this.at + length));
    this.at += length;
    this.from = this.at;
    if (this.brackets) this.brackets.nested = true;
    this.brackets = {
      piece,
      image,
      from: this.at,
      previous: this.brackets,
      delimiter: this.delimiters,
      active: true,
      nested: false,
    };

    return true;
  }

  private takeClosing(): boolean {
    const opening = this.brackets;
    if (opening === null) return false;
    if (!opening.active) {
      this.brackets = opening.previous;
      return false;
    }

    const target = this.readTarget() ?? this.readReference(opening);
    if (target === null) {
      this.brackets = opening.previous;
      return false;
    }

    this.flush(this.at);
    this.pairDelimiters(opening.delimiter);
    const inside = inlinesBetween(opening.piece.next, null);
    const depth = deepest(opening.piece.next);
    const inline: Inline = opening.image
      ? {
          type: "image",
          src: target.href,
          title: target.title,
          alt: plainText(inside),
          width: target.width,
          height: target.height,
        }
      : { type: "link", href: target.href, title: target.title, auto: false, children: withoutLinks(inside) };
    this.cutFrom(opening.piece);
    const piece = this.push(inline);
    piece.depth = opening.image ? 0 : depth + 1;
    this.at = target.end;
    this.from = this.at;
    this.brackets = opening.previous;
    // Links hold no links.
    if (!opening.image) {
      for (let bracket = this.brackets; bracket?.active; bracket = bracket.previous) {
        if (!bracket.image) bracket.active = false;
      }
    }

    return true;
  }

  /** `(destination "title")` behind a closing bracket. */
  private readTarget(): Target | null {
    if (this.text[this.at + 1] !== "(") return null;
    const reader = new DestinationReader(this.text, this.at + 2);
    reader.passSpace();
    const href = reader.readAddress() ?? "";
    IMAGE_SIZE.lastIndex = reader.at;
    const size = IMAGE_SIZE.exec(this.text);
    if (size && (size[1] ?? size[2]) !== undefined) reader.at = IMAGE_SIZE.lastIndex;
    const title = reader.passSpace() ? (reader.readTitle() ?? "") : "";
    reader.passSpace();
    if (this.text[reader.at] !== ")") return null;

    return { href, title, end: reader.at + 1, width: Number(size?.[1] ?? 0), height: Number(size?.[2] ?? 0) };
  }

  /** `[label]` behind a closing bracket, or the bracket's own text as a label. */
  private readReference(opening: Bracket): Target | null {
    if (this.references.size === 0) return null;
    LABEL_HERE.lastIndex = this.at + 1;
    const label = LABEL_HERE.exec(this.text)?.[0] ?? "";
    let end = this.at + 1 + label.length;
    let name = label;
    if (label.length <= 2) {
      if (opening.nested || this.at - opening.from > 1000) return null;
      if (label === "") end = this.at + 1;
      name = `[${this.text.slice(opening.from, this.at)}]`;
    }
    const found = this.references.get(normalLabel(name));
    if (found === undefined) return null;
    this.expanded += found.href.length + found.title.length;
    if (this.expanded > MAX_EXPANSION) return null;

    return { ...found, end, width: 0, height: 0 };
  }

  private takeAngle(): boolean {
    const link = matchAt(AUTOLINK, this.text, this.at);
    if (link) return this.takeLink(link[1] ?? "", link[1] ?? "", this.at, this.at + link[0].length);
    const mail = matchAt(MAIL_AUTOLINK, this.text, this.at);
    if (mail) return this.takeLink(`mailto:${mail[1]}`, mail[1] ?? "", this.at, this.at + mail[0].length);
    if (this.takeEmoticon()) return true;
    // The signs inside a tag are no signs.
    const tag = matchAt(TAG, this.text, this.at);
    if (tag === null) return false;
    this.at += tag[0].length;

    return true;
  }

  private takeEntity(): boolean {
    const match = matchAt(ENTITY, this.text, this.at);
    const character = match ? characterOf(match[1] ?? "") : null;
    if (match === null || character === null) return false;
    this.take({ type: "text", text: character }, this.at + match[0].length);

    return true;
  }

  private takeColon(): boolean {
    const scheme = schemeStart(this.text, this.at, this.from);
    if (scheme !== -1 && this.takeAddress(scheme)) return true;
    const emoji = matchAt(EMOJI, this.text, this.at);
    if (emoji) {
      this.take(
        { type: "emoji", name: (emoji[1] ?? "").toLowerCase(), raw: emoji[0] },
        this.at + emoji[0].length,
      );
      return true;
    }

    return this.takeEmoticon();
  }

  private takeEmoticon(): boolean {
    if (this.at > 0 && !/\s/.test(this.text[this.at - 1] ?? "")) return false;
    const emoticon = emoticonAt(this.text, this.at);
    if (emoticon === null) return false;
    this.take({ type: "emoji", name: emoticon.name, raw: emoticon.raw }, this.at + emoticon.raw.length);

    return true;
  }

  private takeAddress(from: number): boolean {
    const address = findAddress(this.text, from);
    if (address === null) return false;

    return this.takeLink(address.href, this.text.slice(from, address.end), from, address.end);
  }

  private takeLink(href: string, text: string, from: number, end: number): boolean {
    this.flush(from);
    this.push({ type: "link", href, title: "", auto: true, children: [{ type: "text", text }] });
    this.at = end;
    this.from = end;

    return true;
  }

  private takeAt(): boolean {
    const mail = findMail(this.text, this.at, this.from);
    if (mail) {
      const text = this.text.slice(mail.from, mail.end);
      return this.takeLink(`mailto:${text}`, text, mail.from, mail.end);
    }
    const before = characterBefore(this.text, this.at);
    const mention = WORD.test(before) || before === "@" ? null : matchAt(MENTION, this.text, this.at);
    if (mention === null) return false;
    const end = this.at + mention[0].length;
    if (this.text[end] === "@") {
      this.at = end;
      return true;
    }
    this.take({ type: "mention", name: mention[1] ?? "" }, end);

    return true;
  }

  private takeChannel(): boolean {
    const before = characterBefore(this.text, this.at);
    const channel = WORD.test(before) ? null : matchAt(CHANNEL, this.text, this.at);
    if (channel === null) return false;
    this.take({ type: "channel", name: channel[1] ?? "" }, this.at + channel[0].length);

    return true;
  }

  private takeHashtag(): boolean {
    const before = characterBefore(this.text, this.at);
    if (WORD.test(before) || /[#/&]/.test(before)) return this.passRunOf("#");
    const hashtag = matchAt(HASHTAG, this.text, this.at);
    if (hashtag === null) return false;
    const end = this.at + hashtag[0].length;
    if (/[\p{L}\p{N}#+/]/u.test(characterAt(this.text, end))) {
      this.at = end;
      return true;
    }
    this.take({ type: "hashtag", tag: hashtag[1] ?? "" }, end);

    return true;
  }

  private passRunOf(sign: string): true {
    this.at = this.runOf(sign);

    return true;
  }

  /** Pairs the delimiters above `bottom`, innermost first, and forgets them. */
  private pairDelimiters(bottom: Delimiter | null): void {
    const floors = new Map<string, Delimiter | null>();
    let closer = bottom ? bottom.next : firstOf(this.delimiters);
    while (closer !== null && this.refused < MAX_REFUSED) {
      if (!closer.closes) {
        closer = closer.next;
        continue;
      }
      const key = `${closer.sign}${closer.opens}${closer.original % 3}`;
      const floor = floors.get(key) ?? bottom;
      const opener = findOpener(closer, floor, bottom);
      if (opener === null) {
        floors.set(key, closer.previous);
        const next: Delimiter | null = closer.next;
        if (!closer.opens) this.forget(closer);
        closer = next;
        continue;
      }
      closer = this.pair(opener, closer);
    }
    while (this.delimiters !== null && this.delimiters !== bottom) this.forget(this.delimiters);
  }

  /** Wraps what stands between two delimiters and answers the closer to look at next. */
  private pair(opener: Delimiter, closer: Delimiter): Delimiter | null {
    for (let between = closer.previous; between !== null && between !== opener; ) {
      const previous: Delimiter | null = between.previous;
      this.forget(between);
      between = previous;
    }
    const used = opener.sign === "~" || (opener.count >= 2 && closer.count >= 2) ? 2 : 1;
    opener.count -= used;
    closer.count -= used;
    opener.piece.text = opener.piece.text.slice(used);
    closer.piece.text = closer.piece.text.slice(used);

    const first = opener.piece.next;
    const depth = deepest(first, closer.piece);
    if (depth < MAX_NESTING && first !== closer.piece) {
      const span: Span = { type: spanOf(opener.sign, used), children: inlinesBetween(first, closer.piece) };
      const piece = new Piece(span);
      piece.depth = depth + 1;
      piece.previous = opener.piece;
      piece.next = closer.piece;
      opener.piece.next = piece;
      closer.piece.previous = piece;
    } else {
      this.refused += 1;
      const sign = opener.sign.repeat(used);
      opener.piece.text += sign;
      closer.piece.text = sign + closer.piece.text;
      opener.count = 0;
      closer.count = 0;
    }

    const next: Delimiter | null = closer.count === 0 ? closer.next : closer;
    if (opener.count === 0) this.forget(opener);
    if (closer.count === 0) this.forget(closer);

    return next;
  }

  private forget(delimiter: Delimiter): void {
    if (delimiter.previous) delimiter.previous.next = delimiter.next;
    if (delimiter.next) delimiter.next.previous = delimiter.previous;
    else this.delimiters = delimiter.previous;
  }

  private take(inline: Inline, end: number): void {
    this.flush(this.at);
    this.push(inline);
    this.at = end;
    this.from = end;
  }

  /** Puts the plain text before `end` into a piece. */
  private flush(end: number): void {
    if (end > this.from) this.push({ type: "text", text: this.text.slice(this.from, end) });
    this.from = end;
  }

  private push(inline: Inline | null, text = ""): Piece {
    const piece = new Piece(inline, text);
    piece.previous = this.tail;
    if (this.tail) this.tail.next = piece;
    else this.head = piece;
    this.tail = piece;

    return piece;
  }

  private cutFrom(piece: Piece): void {
    this.tail = piece.previous;
    if (piece.previous) piece.previous.next = null;
    else this.head = null;
  }

  private runOf(sign: string): number {
    let end = this.at;
    while (this.text[end] === sign) end += 1;

    return end;
  }
}

interface Target extends Destination {
  readonly end: number;
  readonly width: number;
  readonly height: number;
}

/** Reads the parts of a link's destination. */
class DestinationReader {
  sawTitle = false;

  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  /** Passes spaces with at most one line break; answers whether there were any. */
  passSpace(): boolean {
    const from = this.at;
    let breaks = 0;
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10) breaks += 1;
      else if (code !== 32 && code !== 9) break;
      if (breaks > 1) break;
    }

    return this.at > from;
  }

  passLineEnd(): boolean {
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at += 1;
    if (this.at >= this.text.length) return true;
    if (this.text[this.at] !== "\n") return false;
    this.at += 1;

    return true;
  }

  readAddress(): string | null {
    return this.text[this.at] === "<" ? this.readBracketed() : this.readBare();
  }

  readTitle(): string | null {
    const opening = this.text[this.at] ?? "";
    const closing = opening === "(" ? ")" : opening;
    if (!/["'(]/.test(opening)) return null;
    for (let end = this.at + 1; end < this.text.length; end += 1) {
      const sign = this.text[end];
      if (sign === "\\") end += 1;
      else if (sign === closing) {
        const title = unescaped(this.text.slice(this.at + 1, end));
        this.at = end + 1;
        this.sawTitle = true;
        return title;
      } else if (sign === "(" && opening === "(") return null;
      else if (sign === "\n" && this.text[end + 1] === "\n") return null;
    }

    return null;
  }

  private readBracketed(): string | null {
    for (let end = this.at + 1; end < this.text.length; end += 1) {
      const sign = this.text[end];
      if (sign === "\\") end += 1;
      else if (sign === "\n" || sign === "<") return null;
      else if (sign === ">") {
        const address = unescaped(this.text.slice(this.at + 1, end));
        this.at = end + 1;
        return address;
      }
    }

    return null;
  }

  private readBare(): string | null {
    let depth = 0;
    let end = this.at;
    for (; end < this.text.length; end += 1) {
      const code = this.text.charCodeAt(end);
      if (code === 92 && ESCAPABLE.test(this.text[end + 1] ?? "")) end += 1;
      else if (code === 40) {
        depth += 1;
        if (depth > MAX_NESTING) return null;
      } else if (code === 41) {
        if (depth === 0) break;
        depth -= 1;
      } else if (code <= 32 || code === 127) break;
    }
    if (depth !== 0 || (end === this.at && this.text[end] !== ")")) return null;
    const address = unescaped(this.text.slice(this.at, end));
    this.at = end;

    return address;
  }
}

/** A run opens when text follows it and closes when text precedes it. */
function flanking(sign: string, before: string, after: string): { opens: boolean; closes: boolean } {
  const spaceAfter = after === "" || /\s/.test(after);
  const spaceBefore = before === "" || /\s/.test(before);
  const signAfter = PUNCTUATION.test(after);
  const signBefore = PUNCTUATION.test(before);
  const left = !spaceAfter && (!signAfter || spaceBefore || signBefore);
  const right = !spaceBefore && (!signBefore || spaceAfter || signAfter);
  if (sign !== "_") return { opens: left, closes: right };

  return { opens: left && (!right || signBefore), closes: right && (!left || signAfter) };
}

function findOpener(closer: Delimiter, floor: Delimiter | null, bottom: Delimiter | null): Delimiter | null {
  for (
    let opener = closer.previous;
    opener !== null && opener !== bottom && opener !== floor;
    opener = opener.previous
  ) {
    if (opener.sign !== closer.sign || !opener.opens) continue;
    const odd =
      (closer.opens || opener.closes) &&
      closer.original % 3 !== 0 &&
      (opener.original + closer.original) % 3 === 0;
    if (!odd || opener.sign === "~") return opener;
  }

  return null;
}

function spanOf(sign: string, used: number): Span["type"] {
  if (sign === "~") return "strike";

  return used === 2 ? "strong" : "emphasis";
}

function firstOf(delimiter: Delimiter | null): Delimiter | null {
  let first = delimiter;
  while (first?.previous) first = first.previous;

  return first;
}

function deepest(first: Piece | null, end: Piece | null = null): number {
  let depth = 0;
  for (let piece = first; piece !== null && piece !== end; piece = piece.next)
    depth = Math.max(depth, piece.depth);

  return depth;
}

/** The pieces of a chain as inlines, neighbouring texts joined. */
function inlinesBetween(first: Piece | null, end: Piece | null): Inline[] {
  const inlines: Inline[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") inlines.push({ type: "text", text });
    text = "";
  };
  for (let piece = first; piece !== null && piece !== end; piece = piece.next) {
    if (piece.inline === null) text += piece.text;
    else if (piece.inline.type === "text") text += piece.inline.text;
    else {
      flush();
      inlines.push(piece.inline);
    }
  }
  flush();

  return inlines;
}

/** The same inlines with the text of links in their place, since links hold no links. */
function withoutLinks(inlines: readonly Inline[]): Inline[] {
  return inlines.flatMap((inline): Inline[] => {
    if (inline.type === "link") return withoutLinks(inline.children);
    if ("children" in inline) return [{ ...inline, children: withoutLinks(inline.children) }];

    return [inline];
  });
}

/** What inlines say without any form. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map(plainTextOf).join("");
}

function plainTextOf(inline: Inline): string {
  switch (inline.type) {
    case "text":
    case "code":
      return inline.text;
    case "break":
      return "\n";
    case "image":
      return inline.alt;
    case "mention":
      return `@${inline.name}`;
    case "channel":
      return `~${inline.name}`;
    case "hashtag":
      return `#${inline.tag}`;
    case "emoji":
      return inline.raw;
    case "emphasis":
    case "strong":
    case "strike":
    case "link":
      return plainText(inline.children);
  }
}

/** Without backslashes, and with characters for their names. */
export function unescaped(text: string): string {
  if (!/[\\&]/.test(text)) return text;

  return text.replace(
    /\\([!"#$%&'()*+,./:;<=>?@[\\\]^_`{|}~-])|&(#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});/g,
    (whole: string, escaped: string | undefined, entity: string | undefined) =>
      escaped ?? characterOf(entity ?? "") ?? whole,
  );
}

function normalLabel(label: string): string {
  return label
    .slice(1, -1)
    .trim()
    .replace(/[ \t\n]+/g, " ")
    .toLowerCase()
    .toUpperCase();
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;

  return pattern.exec(text);
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);

  return code === undefined ? "" : String.fromCodePoint(code);
}

function characterBefore(text: string, at: number): string {
  const isPair = at > 1 && (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00;

  return isPair ? characterAt(text, at - 2) : text.slice(Math.max(0, at - 1), at);
}
