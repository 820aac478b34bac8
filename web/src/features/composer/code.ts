/** Whether a place in a text is inside a fence of code that has been opened and not closed before it. */
export function isInFence(text: string, at: number): boolean {
  let fence = "";
  for (const line of text.slice(0, at).split("\n")) {
    const [, signs = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (signs === "") continue;
    if (fence === "") fence = signs;
    else if (signs.startsWith(fence) && rest.trim() === "") fence = "";
  }
  return fence !== "";
}

/** Whether a place in a text is inside code of any kind. */
export function isInCode(text: string, at: number): boolean {
  if (isInFence(text, at)) return true;
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return (line.match(/`/g)?.length ?? 0) % 2 === 1;
}
