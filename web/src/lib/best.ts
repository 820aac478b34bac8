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
    const place = found.findIndex((one) => compare(item, one) < 0);
    found.splice(place < 0 ? found.length : place, 0, item);
    found.length = Math.min(found.length, most);
  }
  return found;
}
