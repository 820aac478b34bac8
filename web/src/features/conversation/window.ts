const TYPICAL = 56;

/**
 * What a windowed list knows of its rows' heights. Rows that were never on screen count as the average of the others,
 * and before there are any as that of the list before.
 */
export class Heights {
  static #typical = TYPICAL;
  readonly #known = new Map<string, number>();
  #sum = 0;

  /** Notes a measured height; says whether it is a new one. */
  note(key: string, height: number): boolean {
    const before = this.#known.get(key);
    if (before !== undefined && Math.abs(before - height) < 0.5) return false;
    this.#known.set(key, height);
    this.#sum += height - (before ?? 0);
    Heights.#typical = this.#sum / this.#known.size;
    return true;
  }

  of(key: string): number {
    return this.#known.get(key) ?? (this.#known.size > 0 ? this.#sum / this.#known.size : Heights.#typical);
  }
}

/** A row, and how far below the upper edge of the window its own upper edge is. */
export interface Spot {
  key: string;
  top: number;
}

/** Where the list stands: at its end, which it follows, or so that one row is where it is. */
export type Place = "end" | Spot;

/** Where each row begins; the last number is the height of all. */
export function offsetsOf(keys: readonly string[], heights: Heights): Float64Array {
  const offsets = new Float64Array(keys.length + 1);
  keys.forEach((key, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + heights.of(key);
  });
  return offsets;
}

/** The row in which a height lies; the first or last one beyond the ends. */
export function rowAt(offsets: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How far the list is scrolled when it stands at a place. */
export function scrollOf(
  place: Place,
  keys: readonly string[],
  offsets: Float64Array,
  height: number,
): number {
  const index = place === "end" ? -1 : keys.indexOf(place.key);
  const end = Math.max(0, (offsets.at(-1) ?? 0) - height);
  return place === "end" || index < 0 ? end : Math.max(0, (offsets[index] ?? 0) - place.top);
}

/** The rows to have on the page, from and to (not included), so that `margin` above and below the window is covered. */
export function rangeAt(
  offsets: Float64Array,
  scroll: number,
  height: number,
  margin: number,
): [number, number] {
  if (offsets.length < 2) return [0, 0];
  return [rowAt(offsets, scroll - margin), rowAt(offsets, scroll + height + margin) + 1];
}
