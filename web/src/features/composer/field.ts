/** A text and what of it is selected. A textarea is one. */
export interface Written {
  value: string;
  selectionStart: number;
  selectionEnd: number;
}

/** One change of a text: what takes the place of `from` to `to`, and what is selected then. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
  select: readonly [start: number, end: number];
}

/** A change that leaves the caret behind what it puts in. */
export function insertion(from: number, to: number, insert: string): Edit {
  return { from, to, insert, select: [from + insert.length, from + insert.length] };
}

/** What a text and its selection are after a change. */
export function edited({ value }: Pick<Written, "value">, { from, to, insert, select }: Edit): Written {
  return {
    value: value.slice(0, from) + insert + value.slice(to),
    selectionStart: select[0],
    selectionEnd: select[1],
  };
}

/** Changes a field as if somebody had typed it, so that the browser's undo takes it back. */
export function applyEdit(field: HTMLTextAreaElement, edit: Edit): void {
  const { from, to, insert, select } = edit;
  field.focus();
  if (from !== to || insert !== "") {
    field.setSelectionRange(from, to);
    const isDone = document.execCommand(insert === "" ? "delete" : "insertText", false, insert);
    if (!isDone) {
      field.setRangeText(insert, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  field.setSelectionRange(...select);
}

/** A change that puts something in at the caret, apart from the word before it. */
export function apart({ value, selectionStart, selectionEnd }: Written, insert: string): Edit {
  const isApart = selectionStart === 0 || /\s/.test(value.charAt(selectionStart - 1));
  return insertion(selectionStart, selectionEnd, isApart ? insert : ` ${insert}`);
}
