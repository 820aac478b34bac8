import type { Categories, Category, Channel } from "@/api";
import type { ChannelsState } from "./model";
import { unreadOf } from "./model";

/** A group of the sidebar, with the channels that show in it in their order. */
export interface Arranged {
  category: Category;
  ids: string[];
}

/** The arrangement of who has never arranged anything. */
function builtIn(team: string): Categories {
  const types = ["favorites", "channels", "direct_messages"] as const;
  const categories = types.map(
    (type): Category => ({
      id: `${type}_${team}`,
      user_id: "",
      team_id: team,
      type,
      display_name: "",
      sorting: type === "direct_messages" ? "recent" : "alpha",
      channel_ids: [],
      muted: false,
      collapsed: false,
    }),
  );
  return { categories, order: categories.map((one) => one.id) };
}

/** Whether a channel shows in the sidebar of a team at all. */
function isShown(
  state: ChannelsState,
  channel: Channel,
  team: string,
  isHidden: (channel: Channel) => boolean,
): boolean {
  if (!state.members[channel.id]) return false;
  if (channel.team_id !== team && channel.team_id !== "") return false;
  if (channel.id === state.open) return true;
  if (channel.delete_at > 0) return false;
  const unread = unreadOf(channel, state.members[channel.id]);
  return unread.mentions > 0 || unread.isUnread || !isHidden(channel);
}

/**
 * The sidebar of a team: each category with its channels in order. What is in no category yet goes where its kind
 * belongs. Of direct and group messages no more than `mostDirect` show, the latest, and those with something unread.
 */
export function arrange(
  state: ChannelsState,
  team: string,
  nameOf: (channel: Channel) => string,
  isHidden: (channel: Channel) => boolean,
  mostDirect = Number.POSITIVE_INFINITY,
): Arranged[] {
  const { categories, order } = state.categories[team] ?? builtIn(team);
  const byId = new Map(categories.map((category) => [category.id, category]));
  const placed = new Set(categories.flatMap((category) => category.channel_ids));
  const shown = Object.values(state.channels).filter((channel) => isShown(state, channel, team, isHidden));
  const loose = shown.filter((channel) => !placed.has(channel.id));
  const shownIds = new Set(shown.map((channel) => channel.id));

  return order.flatMap((id) => {
    const category = byId.get(id);
    if (!category) return [];
    const own = category.channel_ids.filter((one) => shownIds.has(one));
    const extra = loose
      .filter((channel) =>
        category.type === "direct_messages"
          ? channel.team_id === ""
          : category.type === "channels" && channel.team_id !== "",
      )
      .map((channel) => channel.id);
    const ids = sorted([...own, ...extra], category, state, nameOf);
    return [{ category, ids: category.type === "direct_messages" ? latest(ids, state, mostDirect) : ids }];
  });
}

/** The latest of some channels in the order in which they are; what is open or unread is among them in any case. */
function latest(ids: string[], state: ChannelsState, most: number): string[] {
  if (ids.length <= most) return ids;
  const wanted = (id: string): boolean =>
    id === state.open || unreadOf(state.channels[id], state.members[id]).isUnread;
  const at = (id: string): number => state.channels[id]?.last_post_at ?? 0;
  const chosen = [...ids]
    .sort((a, b) => Number(wanted(b)) - Number(wanted(a)) || at(b) - at(a))
    .slice(0, most);
  return ids.filter((id) => wanted(id) || chosen.includes(id));
}

/** Numbers in names stand in the order of what they count. */
const inOrder = new Intl.Collator(undefined, { numeric: true });

function sorted(
  ids: string[],
  { id, sorting }: Category,
  state: ChannelsState,
  nameOf: (channel: Channel) => string,
): string[] {
  if (sorting === "" || sorting === "manual") return ids;
  const known = ids.map((id) => state.channels[id]).filter((channel) => channel !== undefined);
  if (sorting === "alpha") return byName(id, known, nameOf);
  return known.sort((a, b) => b.last_post_at - a.last_post_at).map((channel) => channel.id);
}

/** By category: its channels with their names as they came, and in order. */
const ordered = new Map<string, { named: string; ids: string[] }>();

/** Orders channels by name. To compare names takes long and counters change often, so it is done when a name has changed. */
function byName(category: string, channels: Channel[], nameOf: (channel: Channel) => string): string[] {
  const names = new Map(channels.map((channel) => [channel.id, nameOf(channel)]));
  const named = [...names].join("\n");
  const last = ordered.get(category);
  if (last?.named === named) return last.ids;
  const ids = [...names].sort(([, a], [, b]) => inOrder.compare(a, b)).map(([id]) => id);
  ordered.set(category, { named, ids });
  return ids;
}
