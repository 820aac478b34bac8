/**
 * Lines about what is on its way into the database. The browser keeps a line even if the page is killed in the next
 * moment, while a transaction that is under way then would be undone. Whoever opens the database next takes them up.
 */
export interface Line {
  key: string;
  /** What it says, as JSON. */
  text: string;
}

export function note(key: string, value: unknown): Line {
  const line = { key, text: JSON.stringify(value) };
  try {
    localStorage.setItem(line.key, line.text);
  } catch {
    // There is no room for it: the database has it a moment later.
  }
  return line;
}

/** Takes a line out that is done, unless it says something newer by now. */
export function strike({ key, text }: Line): void {
  if (localStorage.getItem(key) === text) localStorage.removeItem(key);
}

/** The lines whose keys begin so, in the order of their keys. */
export function linesOf(prefix: string): Line[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => ({ key, text: localStorage.getItem(key) ?? "null" }));
}
