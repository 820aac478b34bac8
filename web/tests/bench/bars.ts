/** What is promised of the client's speed, and what a run has found of it. */

interface Bar {
  what: string;
  unit: string;
  /** Kept if the figure is not above it. */
  most?: number;
  /** Kept if the figure is not below it. */
  least?: number;
}

/**
 * In the order of the report. (N) is with 50 ms added to every request. Floors have no bar: they are what this machine
 * takes for the same with nothing of the client's, in the same run, and say how much of a figure is whose.
 */
export const bars = {
  frameP50: { what: "floor: a key that changes nothing, p50", unit: "ms" },
  rowsP50: { what: "floor: rows that are ready, put in place of others, p50", unit: "ms" },
  rowsP95: { what: "floor: rows that are ready, put in place of others, p95", unit: "ms" },
  coldPaint: { what: "first contentful paint, cold (N)", unit: "ms", most: 900 },
  coldReadable: { what: "channel readable, cold (N)", unit: "ms", most: 1_800 },
  coldRequests: { what: "requests before the first message, cold", unit: "", most: 15 },
  coldCalls: { what: "of these to the API, the socket among them", unit: "", most: 8 },
  warmReadable: { what: "channel readable, warm reload", unit: "ms", most: 400 },
  crowdedReadable: { what: "the same with 10,000 people in the local store", unit: "ms", most: 400 },
  offlineReadable: { what: "requests needed before the first message, warm", unit: "", most: 0 },
  switchP50: { what: "switch to a channel in memory, p50", unit: "ms", most: 25 },
  switchP95: { what: "switch to a channel in memory, p95", unit: "ms", most: 50 },
  keptP50: { what: "switch to a channel in the local store alone, p50", unit: "ms", most: 25 },
  keptP95: { what: "switch to a channel in the local store alone, p95", unit: "ms", most: 50 },
  newP95: { what: "switch to a channel that was never visited (N), p95", unit: "ms", most: 250 },
  switcherOpen: { what: "quick switcher open and focused, 10,000 entries, p50", unit: "ms", most: 30 },
  switcherKey: { what: "keystroke to results, 10,000 entries, p95", unit: "ms", most: 16 },
  ownShown: { what: "own message on screen, p50", unit: "ms", most: 16 },
  ownFrame: { what: "own message: frames after the key until it shows, most", unit: "", most: 1 },
  ownConfirmed: { what: "own message confirmed (N), p95", unit: "ms", most: 100 },
  otherShown: { what: "another's message, written to painted, p95", unit: "ms", most: 50 },
  typingMost: { what: "typing after 2,000 characters, slowest event", unit: "ms", most: 32 },
  typingP98: { what: "typing after 2,000 characters, p98", unit: "ms", most: 100 },
  wheelRate: { what: "10,000 posts by wheel, median", unit: "fps", least: 55 },
  wheelBlank: { what: "10,000 posts by wheel, longest blank", unit: "ms", most: 100 },
  keysRate: { what: "10,000 posts by held PageUp, median", unit: "fps", least: 55 },
  keysBlank: { what: "10,000 posts by held PageUp, longest blank", unit: "ms", most: 100 },
  nodes: { what: "DOM nodes in a long channel, most", unit: "", most: 4_000 },
  floodTask: { what: "200 messages a second for 10 s, longest task", unit: "ms", most: 50 },
  floodLost: { what: "the newest of these missing in the end", unit: "", most: 0 },
  heap: { what: "heap after 50 channels", unit: "MB", most: 150 },
  heapGrowth: { what: "growth of it in a second round", unit: "%", most: 5 },
  idle: { what: "CPU of an idle channel", unit: "% of a core", most: 0.5 },
} as const satisfies Record<string, Bar>;

export type BarId = keyof typeof bars;

export interface Figure {
  value: number;
  /** How often it was measured. */
  count: number;
  /** What everybody else took of the machine meanwhile, in percent. */
  others: number;
  /** What has to be known to read it. */
  note?: string;
}

export type Figures = Partial<Record<BarId, Figure>>;

/** Three digits that count, as the figures of the server have them. */
function short(value: number): string {
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return value.toPrecision(3);
}

function verdict(bar: Bar, value: number): string {
  const isMissed = value > (bar.most ?? Infinity) || value < (bar.least ?? -Infinity);
  if (!isMissed) return "kept";
  const factor = bar.most === undefined ? (bar.least ?? 0) / value : value / bar.most;
  return Number.isFinite(factor) ? `MISSED by ${factor.toFixed(2)}x` : "MISSED";
}

/** A table with bar and figure beside each other. */
export function table(figures: Figures): string {
  const lines = Object.entries<Bar>(bars).flatMap(([id, bar]) => {
    const figure = Object.entries(figures).find(([one]) => one === id)?.[1];
    if (!figure) return [];
    const hasBar = bar.most !== undefined || bar.least !== undefined;
    const wish = bar.most === undefined ? `>= ${bar.least}` : `<= ${bar.most}`;
    const note = [figure.note, figure.others > 5 ? `others took ${figure.others.toFixed(0)} %` : undefined]
      .filter((one) => one !== undefined)
      .join("; ");
    const cells = [bar.what, hasBar ? `${wish} ${bar.unit}` : "", `${short(figure.value)} ${bar.unit}`];
    return [[...cells.map((cell) => cell.trim()), hasBar ? verdict(bar, figure.value) : "", note]];
  });
  const head = ["what", "bar", "figure", "", ""];
  const widths = head.map((cell, at) => Math.max(cell.length, ...lines.map((line) => line[at]?.length ?? 0)));
  const row = (cells: string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [row(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...lines.map(row)].join(
    "\n",
  );
}
