import { isInFence } from "./code";

const lengthOf = (text: string): number => [...text].length;

/** The line that opened the fence in which a text ends. */
function openFence(text: string): string {
  const lines = text.split("\n");
  const opened = lines.findLastIndex(
    (line, index) =>
      /^ {0,3}(`{3,}|~{3,})/.test(line) && !isInFence(text, lines.slice(0, index).join("\n").length),
  );
  return lines[opened]?.trimStart() ?? "";
}

/** A place to cut at or before `most` characters: between paragraphs, lines or words, or anywhere. */
function cutOf(text: string, most: number): number {
  const piece = [...text].slice(0, most).join("");
  for (const between of ["\n\n", "\n", " "]) {
    const at = piece.lastIndexOf(between);
    // A cut in the first half would make more messages than it spares the reader.
    if (at > piece.length / 2) return at;
  }
  return piece.length;
}

/** A text that is too long for one message, in several: a fence of code that is cut is closed and opened again. */
export function splitText(text: string, longest: number): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (lengthOf(rest) > longest) {
    const cut = cutOf(rest, longest - 16);
    let piece = rest.slice(0, cut);
    rest = rest
      .slice(cut)
      .replace(/^[\n ]/, "")
      .replace(/^\n/, "");
    if (isInFence(piece, piece.length)) {
      const opening = openFence(piece);
      const signs = /^(`+|~+)/.exec(opening)?.[0] ?? "```";
      piece = `${piece}\n${signs}`;
      // A word of a language is short; a line that is not is no reason to run out of room.
      rest = `${lengthOf(opening) < longest / 4 ? opening : signs}\n${rest}`;
    }
    pieces.push(piece);
  }
  return rest.trim() === "" ? pieces : [...pieces, rest];
}
