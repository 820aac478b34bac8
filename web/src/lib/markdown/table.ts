import type { Align } from "./tree";

/** A table wider than this stays text. */
const MAX_COLUMNS = 100;

/** The alignments that a row of dashes declares, or `null` where the line is no such row. */
export function delimiterRow(line: string): Align[] | null {
  if (!line.includes("-") || !/^[-|: \t]+$/.test(line)) return null;
  const cells = cellsOf(line);
  if (cells.length === 0 || cells.length > MAX_COLUMNS) return null;
  // One column needs a pipe or a colon, or every underlined heading would be a table.
  if (cells.length === 1 && !/[|:]/.test(line)) return null;
  const align: Align[] = [];
  for (const cell of cells) {
    if (!/^:?-+:?$/.test(cell)) return null;
    align.push(alignOf(cell));
  }

  return align;
}

function alignOf(dashes: string): Align {
  const start = dashes.startsWith(":");
  const end = dashes.endsWith(":");
  if (start && end) return "center";
  if (end) return "end";

  return start ? "start" : null;
}

/** The cells of a row: split at pipes that are not escaped, the outer ones dropped. */
export function cellsOf(line: string): string[] {
  const cells: string[] = [];
  const text = line.trim();
  let cell = "";
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "\\" && text[at + 1] === "|") {
      cell += "|";
      at += 1;
    } else if (sign === "\\") {
      cell += `\\${text[at + 1] ?? ""}`;
      at += 1;
    } else if (sign === "|") {
      if (at > 0) cells.push(cell.trim());
      cell = "";
    } else {
      cell += sign;
    }
  }
  if (cell.trim() !== "") cells.push(cell.trim());

  return cells;
}
