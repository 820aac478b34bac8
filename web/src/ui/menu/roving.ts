/** Which way the arrows of a group go. */
export type Axis = "vertical" | "horizontal" | "both";

interface Rules {
  axis: Axis;
  rtl?: boolean;
  /** From the last to the first and back. */
  wrap?: boolean;
}

/** Where a key leads from `index` among `count` things, or nothing if the key means nothing here. */
export function rove(key: string, index: number, count: number, rules: Rules): number | undefined {
  const { axis, rtl = false, wrap = true } = rules;
  if (count === 0) return undefined;
  const steps: Record<string, number | undefined> = {
    ArrowDown: axis === "horizontal" ? undefined : 1,
    ArrowUp: axis === "horizontal" ? undefined : -1,
    ArrowRight: axis === "vertical" ? undefined : rtl ? -1 : 1,
    ArrowLeft: axis === "vertical" ? undefined : rtl ? 1 : -1,
  };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return undefined;
  if (index < 0) return step > 0 ? 0 : count - 1;
  return wrap ? (index + step + count) % count : Math.max(0, Math.min(count - 1, index + step));
}

/** Finds the next of `texts` that begins with what was typed, from `index` on and around. */
export function typeahead(typed: string, texts: readonly string[], index: number): number | undefined {
  // One letter pressed again and again goes on through everything that begins with it.
  const same = [...typed].every((letter) => letter === typed[0]);
  const wanted = (same ? (typed[0] ?? "") : typed).toLocaleLowerCase();
  const from = same ? 1 : 0;
  for (let step = from; step < texts.length + from; step++) {
    const candidate = (Math.max(index, 0) + step) % texts.length;
    if (texts[candidate]?.trim().toLocaleLowerCase().startsWith(wanted)) return candidate;
  }
  return undefined;
}
