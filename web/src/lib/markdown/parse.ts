import { parseBlocks } from "./blocks";
import type { Block } from "./tree";

/** Longer texts come from integrations only; they are shown as they are. */
const MAX_LENGTH = 70_000;
const REMEMBERED = 500;

const remembered = new Map<string, readonly Block[]>();

/** What a message says. Trees are remembered, so that showing a conversation again parses nothing. */
export function parse(text: string): readonly Block[] {
  const known = remembered.get(text);
  if (known) return known;
  const blocks = text.length > MAX_LENGTH ? asItIs(text) : parseBlocks(text);
  if (remembered.size >= REMEMBERED) {
    const [oldest] = remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
  }
  remembered.set(text, blocks);
  return blocks;
}

function asItIs(text: string): readonly Block[] {
  return [{ type: "code-block", language: "", text }];
}
