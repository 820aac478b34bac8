import type { Edit, Written } from "../field";

/** A mark on both sides of some words. */
export type Mark = "**" | "_" | "~~" | "`";

/**
 * Puts a mark around what is selected, or takes it away where it is; at the end of marked words it goes on behind the
 * mark. Blanks at the ends stay outside.
 */
export function toggleMark({ value, selectionStart, selectionEnd }: Written, mark: Mark): Edit {
  const chosen = value.slice(selectionStart, selectionEnd);
  const from = selectionStart + (chosen.length - chosen.trimStart().length);
  const to = Math.max(from, selectionEnd - (chosen.length - chosen.trimEnd().length));
  const words = value.slice(from, to);
  const { length } = mark;
  const isInside = words.length >= 2 * length && words.startsWith(mark) && words.endsWith(mark);
  if (isInside) {
    const bare = words.slice(length, -length);
    return { from, to, insert: bare, select: [from, from + bare.length] };
  }
  const isBefore = value.slice(from - length, from) === mark;
  if (selectionStart === selectionEnd && !isBefore && value.slice(to, to + length) === mark) {
    return { from, to, insert: "", select: [to + length, to + length] };
  }
  if (isBefore && value.slice(to, to + length) === mark) {
    const start = from - length;
    return { from: start, to: to + length, insert: words, select: [start, start + words.length] };
  }
  return { from, to, insert: mark + words + mark, select: [from + length, to + length] };
}

const isAddress = (text: string): boolean => /^(https?:\/\/|mailto:)\S+$/i.test(text);

/** Makes a link of what is selected; what is still missing is selected then. */
export function link({ value, selectionStart: from, selectionEnd: to }: Written, address = ""): Edit {
  const chosen = value.slice(from, to);
  if (address === "" && isAddress(chosen))
    return { from, to, insert: `[](${chosen})`, select: [from + 1, from + 1] };
  const insert = `[${chosen}](${address || "https://"})`;
  const end = from + insert.length;
  if (chosen === "") return { from, to, insert, select: [from + 1, from + 1] };
  return address === ""
    ? { from, to, insert, select: [end - "https://)".length, end - 1] }
    : { from, to, insert, select: [end, end] };
}

/** What pasting an address over some words does, or nothing if that is not what happens. */
export function pastedLink(written: Written, pasted: string): Edit | undefined {
  const { value, selectionStart, selectionEnd } = written;
  const chosen = value.slice(selectionStart, selectionEnd);
  const address = pasted.trim();
  if (chosen.trim() === "" || chosen.includes("\n") || isAddress(chosen) || !isAddress(address))
    return undefined;
  return link(written, address);
}

/** What lines can begin with. */
export type LinePrefix = "> " | "- " | "1. " | "- [ ] " | "### ";

const PATTERNS: Record<LinePrefix, RegExp> = {
  "> ": /^> ?/,
  "- ": /^[-*+] (?!\[[ x]\] )/,
  "1. ": /^\d+[.)] /,
  "- [ ] ": /^[-*+] \[[ x]\] /,
  "### ": /^#{1,6} /,
};

/** Begins every selected line with something, or takes it away where every line has it. */
export function toggleLines({ value, selectionStart, selectionEnd }: Written, prefix: LinePrefix): Edit {
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(selectionEnd - (selectionEnd > selectionStart ? 1 : 0), from));
  const to = next < 0 ? value.length : next;
  const lines = value.slice(from, to).split("\n");
  const pattern = PATTERNS[prefix];
  const isOn = lines.every((line) => pattern.test(line));
  const changed = lines.map((line, index) => {
    if (isOn) return line.replace(pattern, "");
    if (pattern.test(line)) return line;
    const bare =
      prefix === "> " ? line : Object.values(PATTERNS).reduce((text, one) => text.replace(one, ""), line);
    return (prefix === "1. " ? `${index + 1}. ` : prefix) + bare;
  });
  const insert = changed.join("\n");
  const isOne = selectionStart === selectionEnd;
  const end = isOne ? selectionEnd + insert.length - (to - from) : from + insert.length;
  return { from, to, insert, select: [isOne ? Math.max(from, end) : from, Math.max(from, end)] };
}

/** Puts a fence around what is selected. */
export function fence({ value, selectionStart: from, selectionEnd: to }: Written): Edit {
  const chosen = value.slice(from, to);
  const before = from === 0 || value[from - 1] === "\n" ? "" : "\n";
  const after = to === value.length || value[to] === "\n" ? "" : "\n";
  const start = from + before.length + 4;
  return {
    from,
    to,
    insert: `${before}\`\`\`\n${chosen}\n\`\`\`${after}`,
    select: [start, start + chosen.length],
  };
}

/** A table to fill in; its first cell is selected. */
export function tableOf(
  { value, selectionStart: from, selectionEnd: to }: Written,
  heads: [string, string],
): Edit {
  const before =
    from === 0 || value.slice(0, from).endsWith("\n\n") ? "" : value[from - 1] === "\n" ? "\n" : "\n\n";
  const start = from + before.length + 2;
  return {
    from,
    to,
    insert: `${before}| ${heads.join(" | ")} |\n| --- | --- |\n|  |  |\n`,
    select: [start, start + heads[0].length],
  };
}

/**
 * What a new line does in a list or a quote: it goes on, and an item without text ends it. Nothing elsewhere.
 */
export function nextLine({ value, selectionStart, selectionEnd }: Written): Edit | undefined {
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const line = value.slice(from, selectionStart);
  const [whole = "", indent = "", sign = "", task = ""] =
    /^(\s*)([-*+]|\d+[.)]|>)( \[[ x]\])? /.exec(line) ?? [];
  if (whole === "") return undefined;
  if (line === whole && selectionStart === selectionEnd) {
    return { from, to: selectionStart, insert: "", select: [from, from] };
  }
  const number = Number.parseInt(sign, 10);
  const next = Number.isNaN(number) ? sign : `${number + 1}${sign.slice(-1)}`;
  const insert = `\n${indent}${next}${task && " [ ]"} `;
  const end = selectionStart + insert.length;
  return { from: selectionStart, to: selectionEnd, insert, select: [end, end] };
}
