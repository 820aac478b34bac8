import type { Emitter } from "highlight.js";
import hljs from "highlight.js/lib/core";
import { grammarFor, sources } from "./languages";

/** What a piece of code is; each has a colour of its own. */
export type CodeKind = "key" | "str" | "num" | "fn" | "type" | "com";

export interface CodePiece {
  text: string;
  kind: CodeKind | undefined;
}

/** Lines of pieces, without the breaks between them. */
export type CodeLines = CodePiece[][];

/** Code of more characters stays plain: it would hold up the page, and nobody reads it here. */
const LONGEST = 20_000;

/** The highlighter's scopes by the first part of their names, or by the whole where that says more. */
const KINDS: Readonly<Record<string, CodeKind>> = {
  keyword: "key",
  literal: "key",
  "selector-tag": "key",
  name: "key",
  section: "key",
  operator: "key",
  string: "str",
  regexp: "str",
  "char.escape": "str",
  subst: "str",
  link: "str",
  code: "str",
  addition: "str",
  number: "num",
  symbol: "num",
  bullet: "num",
  variable: "num",
  "template-variable": "num",
  deletion: "num",
  title: "fn",
  function: "fn",
  built_in: "fn",
  "selector-id": "fn",
  type: "type",
  class: "type",
  "title.class": "type",
  attr: "type",
  attribute: "type",
  property: "type",
  "selector-class": "type",
  "selector-attr": "type",
  "selector-pseudo": "type",
  comment: "com",
  quote: "com",
  doctag: "com",
  meta: "com",
};

function kindOf(scope: string): CodeKind | undefined {
  const parts = scope.split(".");
  return KINDS[parts.slice(0, 2).join(".")] ?? KINDS[parts[0] ?? ""];
}

/** Takes the highlighter's findings as pieces, so that no markup is ever made of them. */
class Pieces implements Emitter {
  readonly pieces: CodePiece[] = [];
  readonly #open: (CodeKind | undefined)[] = [];

  startScope(scope: string): void {
    // What the highlighter has no colour for looks like what is around it, as with an interpolation in a string.
    this.#open.push(kindOf(scope) ?? this.#open.at(-1));
  }

  endScope(): void {
    this.#open.pop();
  }

  // The highlighter calls the two by these names too, though its types do not say so.
  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  addText(text: string): void {
    if (text !== "") this.pieces.push({ text, kind: this.#open.at(-1) });
  }

  __addSublanguage(inner: Emitter): void {
    if (inner instanceof Pieces) this.pieces.push(...inner.pieces);
  }

  finalize(): void {}

  toHTML(): string {
    return "";
  }
}

hljs.configure({ __emitter: Pieces });

function linesOf(pieces: readonly CodePiece[]): CodeLines {
  const lines: CodeLines = [[]];
  for (const { text, kind } of pieces) {
    const [first = "", ...rest] = text.split("\n");
    if (first !== "") lines.at(-1)?.push({ text: first, kind });
    for (const part of rest) lines.push(part === "" ? [] : [{ text: part, kind }]);
  }
  return lines;
}

async function loadGrammar(name: string): Promise<void> {
  const source = sources[name];
  if (!source || hljs.getLanguage(name)) return;
  const [{ default: grammar }] = await Promise.all([source.load(), ...(source.needs ?? []).map(loadGrammar)]);
  hljs.registerLanguage(name, grammar);
}

/** The colours of code in a language, as written after a fence; nothing where they are not known. */
export async function highlight(text: string, language: string): Promise<CodeLines | undefined> {
  const grammar = grammarFor(language);
  if (grammar === undefined || text.length > LONGEST) return undefined;
  await loadGrammar(grammar);
  const { _emitter, errorRaised } = hljs.highlight(text, { language: grammar, ignoreIllegals: true });
  return _emitter instanceof Pieces && !errorRaised ? linesOf(_emitter.pieces) : undefined;
}
