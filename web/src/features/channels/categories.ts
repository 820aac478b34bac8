import type { Categories, Category } from "@/api";

/**
 * The categories that change when a channel comes to stand in one of them: at its start, or where `shown` has it, the
 * channels of the category in the order in which they are to show from then on.
 */
export function moved(all: Categories, channel: string, target: string, shown?: string[]): Category[] {
  return all.categories.flatMap((category) => {
    const others = category.channel_ids.filter((one) => one !== channel);
    if (category.id === target) {
      const ids = shown ? [...shown, ...others.filter((one) => !shown.includes(one))] : [channel, ...others];
      return [{ ...category, channel_ids: ids, sorting: shown ? "manual" : category.sorting }];
    }
    return others.length < category.channel_ids.length ? [{ ...category, channel_ids: others }] : [];
  });
}

/** The categories with some of them as they have become. */
export function withCategories(all: Categories, changed: Category[]): Categories {
  const byId = new Map(changed.map((one) => [one.id, one]));
  return { ...all, categories: all.categories.map((one) => byId.get(one.id) ?? one) };
}

/** An order in which one item stands before another, or at the end. */
export function reordered(order: string[], item: string, before: string | undefined): string[] {
  if (item === before) return order;
  const others = order.filter((one) => one !== item);
  const at = before === undefined ? others.length : others.indexOf(before);
  return at < 0 ? order : [...others.slice(0, at), item, ...others.slice(at)];
}

/** The category in which a channel stands. */
export function categoryOf(all: Categories | undefined, channel: string): Category | undefined {
  return all?.categories.find((one) => one.channel_ids.includes(channel));
}
