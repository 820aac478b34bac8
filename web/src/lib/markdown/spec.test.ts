import { tests } from "commonmark-spec";
import { expect, test } from "vitest";
import { parseBlocks } from "./blocks";
import type { Block, Inline, ListItem } from "./tree";

/** Examples of CommonMark that come out otherwise, each with its reason. */
const deviations: Record<string, readonly number[]> = {
  "tags are text, as in every client of the protocol": [
    21, 31, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 642, 643,
  ],
  "names of characters that came with HTML 5 stay as written": [25],
  "addresses are links without angle brackets": [602, 608, 611, 612],
};
const reasons = new Set(Object.values(deviations).flat());
/** Whole sections about tags. */
const aboutTags = new Set(["HTML blocks", "Raw HTML"]);

// The specification shows tabs as arrows.
const examples = tests.map((example) => ({
  ...example,
  markdown: example.markdown.replaceAll("→", "\t"),
  html: example.html.replaceAll("→", "\t"),
}));

test("the examples of CommonMark come out as it says, but for the listed ones", () => {
  const wrong = examples
    .filter((example) => !aboutTags.has(example.section))
    .filter((example) => html(parseBlocks(example.markdown)) !== example.html);
  expect(wrong.map((example) => example.number)).toEqual([...reasons].sort((a, b) => a - b));
});

function html(blocks: readonly Block[]): string {
  return blocks.map((block) => blockHtml(block, false)).join("");
}

function blockHtml(block: Block, tight: boolean): string {
  switch (block.type) {
    case "paragraph":
      return tight ? inlineHtml(block.children) : `<p>${inlineHtml(block.children)}</p>\n`;
    case "heading":
      return `<h${block.level}>${inlineHtml(block.children)}</h${block.level}>\n`;
    case "rule":
      return "<hr />\n";
    case "code-block": {
      const language = block.language === "" ? "" : ` class="language-${escaped(block.language)}"`;
      const text = block.text === "" ? "" : `${escaped(block.text)}\n`;
      return `<pre><code${language}>${text}</code></pre>\n`;
    }
    case "quote":
      return `<blockquote>\n${html(block.children)}</blockquote>\n`;
    case "list": {
      const name = block.ordered ? "ol" : "ul";
      const start = block.ordered && block.start !== 1 ? ` start="${block.start}"` : "";
      return `<${name}${start}>\n${block.items.map((item) => itemHtml(item, block.tight)).join("")}</${name}>\n`;
    }
    case "table":
      return "<table>";
  }
}

function itemHtml(item: ListItem, tight: boolean): string {
  let text = "";
  for (const block of item.children) {
    const startsLine = !(tight && block.type === "paragraph");
    if (startsLine && !text.endsWith("\n")) text += "\n";
    text += blockHtml(block, tight);
  }
  return `<li>${text}</li>\n`;
}

function inlineHtml(inlines: readonly Inline[]): string {
  return inlines.map(oneHtml).join("");
}

function oneHtml(inline: Inline): string {
  switch (inline.type) {
    case "text":
      return escaped(inline.text);
    case "code":
      return `<code>${escaped(inline.text)}</code>`;
    case "break":
      return inline.hard ? "<br />\n" : "\n";
    case "emphasis":
      return `<em>${inlineHtml(inline.children)}</em>`;
    case "strong":
      return `<strong>${inlineHtml(inline.children)}</strong>`;
    case "strike":
      return `<del>${inlineHtml(inline.children)}</del>`;
    case "link":
      return `<a href="${address(inline.href)}"${title(inline.title)}>${inlineHtml(inline.children)}</a>`;
    case "image":
      return `<img src="${address(inline.src)}" alt="${escaped(inline.alt)}"${title(inline.title)} />`;
    case "mention":
      return `@${inline.name}`;
    case "channel":
      return `~${inline.name}`;
    case "hashtag":
      return `#${inline.tag}`;
    case "emoji":
      return escaped(inline.raw);
  }
}

function title(text: string): string {
  return text === "" ? "" : ` title="${escaped(text)}"`;
}

function address(href: string): string {
  return escaped(encodeURI(href).replace(/%25(?=[0-9a-fA-F]{2})/g, "%"));
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
