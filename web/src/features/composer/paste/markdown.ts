import { trusted } from "@/lib/trusted";

const MEANS_SOMETHING =
  "a[href],b,strong,i,em,s,del,strike,code,pre,ul,ol,table,blockquote,h1,h2,h3,h4,h5,h6,hr";

/** What rich text is in Markdown; nothing where it is only plain text in clothes. */
export function toMarkdown(html: string): string | undefined {
  // What is read here is never shown as it is.
  const page = new DOMParser().parseFromString(trusted.createHTML(html), "text/html");
  for (const one of page.querySelectorAll("script,style,meta,title,template,noscript")) one.remove();
  if (!page.body.querySelector(MEANS_SOMETHING)) return undefined;
  return blocksOf(page.body)
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const BLOCKS = new Set(
  "address article aside blockquote div dl figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table ul".split(
    " ",
  ),
);
const isBlock = (node: Node): boolean => node instanceof Element && BLOCKS.has(node.localName);

/** Everything inside an element, block by block, with an empty line between. */
function blocksOf(parent: Node): string {
  const blocks: string[] = [];
  let line = "";
  const flush = (): void => {
    if (line.trim() !== "") blocks.push(line.trim());
    line = "";
  };
  for (const node of parent.childNodes) {
    if (isBlock(node) || hasBlock(node)) {
      flush();
      const block = node instanceof Element ? blockOf(node) : "";
      if (block.trim() !== "") blocks.push(block);
    } else line += inlineOf(node);
  }
  flush();
  return blocks.join("\n\n");
}

/** Whether an element that stands in a line holds blocks, as clipboards like to have it. */
function hasBlock(node: Node): boolean {
  return node instanceof Element && [...node.querySelectorAll("*")].some(isBlock);
}

function blockOf(element: Element): string {
  const name = element.localName;
  if (/^h[1-6]$/.test(name)) return `${"#".repeat(Number(name[1]))} ${inlineOfAll(element).trim()}`;
  switch (name) {
    case "ul":
    case "ol":
      return listOf(element);
    case "blockquote":
      return prefixed(blocksOf(element), "> ");
    case "pre":
      return fenced(element);
    case "table":
      return tableOf(element);
    case "hr":
      return "---";
    default:
      return blocksOf(element);
  }
}

const prefixed = (text: string, prefix: string): string =>
  text
    .split("\n")
    .map((line) => prefix + line)
    .join("\n");

function fenced(element: Element): string {
  const code = (element.textContent ?? "").replace(/\n$/, "");
  const signs = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const language = /(?:language|lang)-([\w+-]+)/.exec(
    `${element.className} ${element.querySelector("code")?.className ?? ""}`,
  )?.[1];
  return `${signs}${language ?? ""}\n${code}\n${signs}`;
}

function listOf(list: Element): string {
  const isOrdered = list.localName === "ol";
  let number = Number(list.getAttribute("start") ?? 1) || 1;
  const items: string[] = [];
  for (const item of list.children) {
    if (item.localName === "ul" || item.localName === "ol") {
      // Some clipboards put the inner list beside its item.
      items.push(prefixed(listOf(item), "    "));
      continue;
    }
    const box = item.querySelector(":scope > input[type=checkbox], :scope > p > input[type=checkbox]");
    const sign = isOrdered ? `${number}. ` : "- ";
    number += 1;
    const task = box ? (box.hasAttribute("checked") ? "[x] " : "[ ] ") : "";
    const [first = "", ...rest] = blocksOf(item)
      .replace(/\n\n(?=\s*(?:[-*]|\d+\.) )/g, "\n")
      .split("\n");
    const indent = " ".repeat(isOrdered ? 4 : sign.length);
    items.push(
      [`${sign}${task}${first}`, ...rest.map((line) => (line === "" ? "" : indent + line))].join("\n"),
    );
  }
  return items.join("\n");
}

function tableOf(table: Element): string {
  const rows = [...table.querySelectorAll("tr")].map((row) =>
    [...row.querySelectorAll("th,td")].map((cell) =>
      blocksOf(cell)
        .replace(/\s*\n+\s*/g, " ")
        .replace(/\|/g, "\\|")
        .trim(),
    ),
  );
  return markdownTable(rows.filter((row) => row.length > 0));
}

/** A table of rows, the first of which are its heads. Short rows are filled up. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const [first] = rows;
  if (!first || width === 0) return "";
  // A single cell is no table but a place where something stood.
  if (width === 1 && rows.length === 1) return first[0] ?? "";
  const line = (row: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, index) => row[index] ?? "").join(" | ")} |`;
  return [line(first), line(Array.from({ length: width }, () => "---")), ...rows.slice(1).map(line)].join(
    "\n",
  );
}

const inlineOfAll = (parent: Node): string => [...parent.childNodes].map(inlineOf).join("");

/** Puts a mark around words, with blanks at the ends outside; nothing around nothing. */
function marked(text: string, mark: string): string {
  const words = text.trim();
  return words === "" ? text : text.replace(words, () => mark + words + mark);
}

function inlineOf(node: Node): string {
  if (node instanceof Text) return escaped(node.data.replace(/\s+/g, " "));
  if (!(node instanceof Element)) return "";
  const inside = (): string => inlineOfAll(node);
  switch (node.localName) {
    case "br":
      return "\n";
    case "b":
    case "strong":
      return isPlain(node, "font-weight") ? inside() : marked(inside(), "**");
    case "i":
    case "em":
      return isPlain(node, "font-style") ? inside() : marked(inside(), "_");
    case "s":
    case "del":
    case "strike":
      return marked(inside(), "~~");
    case "code":
    case "tt":
    case "kbd":
      return codeOf(node.textContent ?? "");
    case "a":
      return linkOf(node, inside());
    case "img":
      return node.getAttribute("alt") ?? "";
    case "input":
      return "";
    default:
      return inside();
  }
}

/** Whether a style takes back what the element says: some clipboards wrap everything in a bold that is not bold. */
function isPlain(element: Element, property: "font-weight" | "font-style"): boolean {
  const style = element.getAttribute("style") ?? "";
  return new RegExp(`${property}\\s*:\\s*(normal|400)`).test(style);
}

function codeOf(code: string): string {
  if (code.trim() === "") return code;
  const signs = "`".repeat(1 + Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length)));
  const pad = code.startsWith("`") || code.endsWith("`") ? " " : "";
  return signs + pad + code.replace(/\s+/g, " ") + pad + signs;
}

function linkOf(element: Element, text: string): string {
  const address = element.getAttribute("href") ?? "";
  if (!/^(https?:|mailto:)/i.test(address) || text.trim() === "") return text;
  const bare = address.replace(/^mailto:/i, "");
  if (text.trim() === bare || text.trim() === escaped(bare)) return bare;
  const safe = address.replace(/[\s()]/g, (sign) =>
    encodeURIComponent(sign).replace("(", "%28").replace(")", "%29"),
  );
  return `[${text.trim().replace(/[[\]]/g, "\\$&")}](${safe})`;
}

/** Text that would become a mark where nobody meant one. */
function escaped(text: string): string {
  return text.replace(/[*`]|~~|(?<!\w)_|_(?!\w)/g, "\\$&");
}

/** A table of plain text: lines with the same number of tabs in each, as spreadsheets copy them. */
export function tabbedTable(text: string): string | undefined {
  const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
  const cells = lines.map((line) => line.split("\t"));
  const width = cells[0]?.length ?? 0;
  const isTable =
    lines.length > 1 && width > 1 && cells.every((row) => row.length === width) && !/^\t/m.test(text);
  if (!isTable) return undefined;
  return markdownTable(cells.map((row) => row.map((cell) => cell.trim().replace(/\|/g, "\\|"))));
}
