/** Remembers who has the focus, and where they were writing. Gives the way to give it back. */
export function holdFocus(): () => void {
  const opener = document.activeElement;
  const isField = opener instanceof HTMLInputElement || opener instanceof HTMLTextAreaElement;
  const [from, to] = isField ? [opener.selectionStart, opener.selectionEnd] : [null, null];
  return () => {
    if (!(opener instanceof HTMLElement && opener.isConnected)) return;
    opener.focus({ preventScroll: true });
    // A field that has the focus back from the browser has no caret, and takes no letter, until it is given one.
    if (isField && from !== null && to !== null) opener.setSelectionRange(from, to);
  };
}
