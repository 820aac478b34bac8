import { plainText } from "./inline";
import { parse } from "./parse";

const LONGEST = 240;

type Blocks = ReturnType<typeof parse>;

type Block = Blocks[number];

function textOf(blocks: Blocks): string {
  return blocks
    .map(textOfBlock)
    .filter((text) => text !== "")
    .join("\n");
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return plainText(block.children);
    case "code-block":
      return block.text;
    case "quote":
      return textOf(block.children);
    case "list":
      return block.items.map((item) => textOf(item.children)).join("\n");
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(plainText).join(" · ")).join("\n");
    case "rule":
      return "";
  }
}

/** What a message says in a few lines without any form. */
export function excerpt(message: string): string {
  const text = textOf(parse(message)).trim();
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), LONGEST - 40))}…`;
}
