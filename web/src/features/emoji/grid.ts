import { type Emoji, type EmojiGroup, type EmojiTable, nameIn, signIn, type Tone } from "@/lib/emoji";

export const COLUMNS = 9;
const MOST_FOUND = 90;

/** One emoji in a picker. */
export interface Cell {
  sign: string;
  name: string;
}

export interface Section {
  id: EmojiGroup | "recent" | "found";
  rows: Cell[][];
}

/** A place in a picker, counted over all sections. */
export interface Spot {
  row: number;
  column: number;
}

const cellOf =
  (tone: Tone | undefined) =>
  (emoji: Emoji): Cell => ({ sign: signIn(emoji, tone), name: nameIn(emoji, tone) });

function inRows(cells: Cell[]): Cell[][] {
  const rows: Cell[][] = [];
  for (let at = 0; at < cells.length; at += COLUMNS) rows.push(cells.slice(at, at + COLUMNS));
  return rows;
}

/** What a picker shows: what was found, or else what was used lately and then everything. */
export function sectionsOf(
  table: EmojiTable,
  typed: string,
  recent: readonly string[],
  tone: Tone | undefined,
): Section[] {
  if (typed.trim() !== "") {
    const found = table.search(typed, MOST_FOUND).map(cellOf(tone));
    return found.length > 0 ? [{ id: "found", rows: inRows(found) }] : [];
  }
  const lately = recent.flatMap((name) => {
    const sign = table.sign(name);
    return sign === undefined ? [] : [{ sign, name }];
  });
  return [
    { id: "recent", rows: inRows(lately) },
    ...table.groups.map(([id, emoji]): Section => ({ id, rows: inRows(emoji.map(cellOf(tone))) })),
  ];
}

/** Where an arrow leads. */
export function step(rows: readonly Cell[][], { row, column }: Spot, key: string): Spot {
  const last = rows.length - 1;
  const within = (to: number): Spot => ({
    row: to,
    column: Math.min(column, (rows[to]?.length ?? 1) - 1),
  });
  if (key === "ArrowDown") return row < last ? within(row + 1) : { row, column };
  if (key === "ArrowUp") return row > 0 ? within(row - 1) : { row, column };
  if (key === "ArrowRight") {
    if (column + 1 < (rows[row]?.length ?? 0)) return { row, column: column + 1 };
    return row < last ? { row: row + 1, column: 0 } : { row, column };
  }
  if (column > 0) return { row, column: column - 1 };
  return row > 0 ? { row: row - 1, column: (rows[row - 1]?.length ?? 1) - 1 } : { row, column };
}
