import { expect, test } from "vitest";
import { type Edit, edited, type Written } from "../field";
import { link, nextLine, pastedLink, toggleMark } from "./format";
import { fence, tableOf, toggleLines } from "./lines";

/** A text in which `«` and `»` stand for the ends of the selection, or `|` for the caret. */
function read(text: string): Written {
  const caret = text.includes("«") ? -1 : text.indexOf("|");
  if (caret >= 0) return { value: text.replace("|", ""), selectionStart: caret, selectionEnd: caret };
  const start = text.indexOf("«");
  const end = text.indexOf("»") - 1;
  return { value: text.replace(/[«»]/g, ""), selectionStart: start, selectionEnd: end };
}

function write({ value, selectionStart: start, selectionEnd: end }: Written): string {
  return start === end
    ? `${value.slice(0, start)}|${value.slice(start)}`
    : `${value.slice(0, start)}«${value.slice(start, end)}»${value.slice(end)}`;
}

const done = (text: string, edit: (written: Written) => Edit | undefined): string | undefined => {
  const written = read(text);
  const change = edit(written);
  return change && write(edited(written, change));
};

test("a mark goes around words, and away again", () => {
  const bold = (text: string) => done(text, (written) => toggleMark(written, "**"));
  expect(bold("the «depot» is")).toBe("the **«depot»** is");
  expect(bold("the **«depot»** is")).toBe("the «depot» is");
  expect(bold("the «**depot**» is")).toBe("the «depot» is");
  expect(bold("the «depot »is")).toBe("the **«depot»** is");
  expect(bold("the |")).toBe("the **|**");
  expect(bold("the **|**")).toBe("the |");
  expect(bold("the **depot|** is")).toBe("the **depot**| is");
});

test("a link selects what is still missing", () => {
  expect(done("see «the plan»", link)).toBe("see [the plan](«https://»)");
  expect(done("see «https://a.example»", link)).toBe("see [|](https://a.example)");
});

test("an address pasted over words makes them a link, and over nothing it is pasted", () => {
  const paste = (text: string, pasted: string) => done(text, (written) => pastedLink(written, pasted));
  expect(paste("see «the plan» now", "https://a.example/x ")).toBe(
    "see [the plan](https://a.example/x)| now",
  );
  expect(paste("see |", "https://a.example")).toBeUndefined();
  expect(paste("see «the plan»", "no address")).toBeUndefined();
  expect(paste("see «https://b.example»", "https://a.example")).toBeUndefined();
});

test("lines get a beginning together, and lose it together", () => {
  const list = (text: string) => done(text, (written) => toggleLines(written, "- "));
  expect(list("a\n«one\ntwo»\nb")).toBe("a\n«- one\n- two»\nb");
  expect(list("«- one\n- two»")).toBe("«one\ntwo»");
  expect(done("«one\ntwo»", (written) => toggleLines(written, "1. "))).toBe("«1. one\n2. two»");
  expect(done("«- one»", (written) => toggleLines(written, "- [ ] "))).toBe("«- [ ] one»");
  expect(done("one|", (written) => toggleLines(written, "> "))).toBe("> one|");
  expect(done("> one|", (written) => toggleLines(written, "> "))).toBe("one|");
});

test("a list goes on, counts on, and ends with an item without text", () => {
  expect(done("- one|", nextLine)).toBe("- one\n- |");
  expect(done("a\n  9. one|", nextLine)).toBe("a\n  9. one\n  10. |");
  expect(done("- [x] one|", nextLine)).toBe("- [x] one\n- [ ] |");
  expect(done("> one|", nextLine)).toBe("> one\n> |");
  expect(done("- one\n- |", nextLine)).toBe("- one\n|");
  expect(done("one|", nextLine)).toBeUndefined();
});

test("a fence and a table stand on lines of their own", () => {
  expect(done("run «make» now", fence)).toBe("run \n```\n«make»\n```\n now");
  expect(done("|", (written) => tableOf(written, ["A", "B"]))).toBe("| «A» | B |\n| --- | --- |\n|  |  |\n");
});
