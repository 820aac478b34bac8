/** The best of many, in their order, without putting all the others in order too. Equals stay as they come. */
export function best<Item>(
  items: Iterable<Item>,
  most: number,
  compare: (one: Item, other: Item) => number,
): Item[] {
  const found: Item[] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (found.length >= most && (last === undefined || compare(item, last) >= 0)) continue;
    putAmong(found, item, most, compare);
  }
  return found;
}

/** Puts one more among the best so far, where its place is; the last one goes when they are too many. */
export function putAmong<Item>(
  found: Item[],
  item: Item,
  most: number,
  compare: (one: Item, other: Item) => number,
): void {
  const place = found.findIndex((one) => compare(item, one) < 0);
  found.splice(place < 0 ? found.length : place, 0, item);
  found.length = Math.min(found.length, most);
}
