import type { Edit, Written } from "../field";

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
