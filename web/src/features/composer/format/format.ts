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
