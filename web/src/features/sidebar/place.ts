import { categoryName, moveCategory, moveChannel, reordered } from "@/features/channels";
import { translate } from "@/i18n";
import { announce } from "@/ui/announcer/announce";
import { attempt } from "@/ui/toast/attempt";
import type { Group } from "./groups";

/** Puts a channel before another in a category, or at its end. */
export function placeChannel(
  team: string,
  groups: Group[],
  channel: string,
  category: string,
  before: string | undefined,
): void {
  const target = groups.find((group) => group.category.id === category);
  if (!target) return;
  const isOwn = target.ids.includes(channel);
  const sorting = target.category.sorting;
  // A category that orders itself takes newcomers where its order has them.
  const orders = isOwn || sorting === "manual" || sorting === "";
  const shown = orders
    ? reordered(isOwn ? target.ids : [...target.ids, channel], channel, before)
    : undefined;
  attempt(() => moveChannel(team, channel, category, shown));
}

/** Moves a channel one place up or down, into the next category where its own ends. Says where it stands then. */
export function stepChannel(team: string, groups: Group[], channel: string, step: 1 | -1): void {
  const at = groups.findIndex((group) => group.ids.includes(channel));
  const own = groups[at];
  if (!own) return;
  const index = own.ids.indexOf(channel);
  const next = index + step;
  if (next >= 0 && next < own.ids.length) {
    const others = own.ids.filter((id) => id !== channel);
    placeChannel(team, groups, channel, own.category.id, others[next]);
    announce(
      translate("moving.movedTo", {
        category: categoryName(own.category, translate),
        place: next + 1,
        count: own.ids.length,
      }),
    );
    return;
  }
  const target = groups[at + step];
  if (!target) return;
  placeChannel(team, groups, channel, target.category.id, step > 0 ? target.ids[0] : undefined);
  announce(translate("moving.movedInto", { category: categoryName(target.category, translate) }));
}

/** Moves a category one place up or down. */
export function stepCategory(team: string, groups: Group[], category: string, step: 1 | -1): void {
  const order = groups.map((group) => group.category.id);
  const at = order.indexOf(category);
  const next = at + step;
  const group = groups[at];
  if (!group || next < 0 || next >= order.length) return;
  attempt(() => moveCategory(team, category, order[step > 0 ? next + 1 : next]));
  announce(
    translate("moving.movedCategory", {
      category: categoryName(group.category, translate),
      place: next + 1,
      count: order.length,
    }),
  );
}
