const AT_ONCE = 200;

/** Does something with each of many, some at a time, so that nobody waits meanwhile who types. */
export async function inPortions<Item>(items: readonly Item[], work: (item: Item) => void): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    for (const item of items.slice(at, at + AT_ONCE)) work(item);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
