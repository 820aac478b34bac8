import type { Category, Channel, User } from "@/api";
import { displayName, type NameFormat, type PeopleState, people, useNameFormat } from "@/features/people";
import { myId } from "@/features/session";
import type { Translate } from "@/i18n";
import { addresses } from "@/lib/routes";
import { channels, isDirect, isGroup, teammateOf } from "./model";

/** What a channel is called here: a direct one by the other's name, a group by its people. */
export function channelName(
  channel: Channel,
  people: Pick<PeopleState, "users">,
  format: NameFormat,
): string {
  if (isDirect(channel)) return displayName(people.users[teammateOf(channel)], format);
  if (!isGroup(channel)) return channel.display_name;
  const me = people.users[myId()]?.username;
  const names = channel.display_name.split(", ").filter((name) => name !== me);
  const users = byName(people.users);
  return names.map((name) => displayName(users.get(name), format) || name).join(", ");
}

let known: PeopleState["users"] = {};
let knownByName = new Map<string, User>();

/** All who are known by their usernames: laid out once for all groups until somebody changes. */
function byName(users: PeopleState["users"]): Map<string, User> {
  if (users !== known) {
    known = users;
    knownByName = new Map(Object.values(users).map((user) => [user.username, user]));
  }
  return knownByName;
}

/** The same for components, which a change of anything else of the channel does not render anew. */
export function useChannelName(id: string): string {
  const format = useNameFormat();
  const nameNow = (): string => {
    const channel = channels.get().channels[id];
    return channel ? channelName(channel, people.get(), format) : "";
  };
  channels.use(nameNow);
  return people.use(nameNow);
}

/** Where a channel is, seen from a team. */
export function channelAddress(channel: Channel, team: string, people: PeopleState): string {
  if (isDirect(channel)) {
    const username = people.users[teammateOf(channel)]?.username;
    return username ? addresses.direct(team, username) : addresses.group(team, channel.name);
  }
  return isGroup(channel) ? addresses.group(team, channel.name) : addresses.channel(team, channel.name);
}

/** What a category is called: the three that everybody has in the reader's language. */
export function categoryName(category: Category, t: Translate): string {
  if (category.type === "favorites") return t("moving.favourites");
  if (category.type === "channels") return t("moving.channels");
  return category.type === "direct_messages" ? t("moving.direct") : category.display_name;
}
