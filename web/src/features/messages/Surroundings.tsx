import { type ReactNode, useMemo } from "react";
import { useLocation } from "wouter";
import { api } from "@/api";
import { type ChannelsState, channelByName, channels } from "@/features/channels";
import { displayName, people, useNameFormat } from "@/features/people";
import { session } from "@/features/session";
import { teams } from "@/features/teams";
import { basePath } from "@/lib/base";
import { useEmoji } from "@/lib/emoji";
import { addresses } from "@/lib/routes";
import { type Surroundings, SurroundingsContext } from "@/ui/markdown";
import { needUsernames } from "./names";

/** Paths of this site that are no pages of the client. */
const SERVED = /^\/(?:api|files|hooks|plugins|static|oauth)(?:\/|$)/;

/** The page of this site that an address opens. */
function pageOf(url: URL): string | null {
  if (url.origin !== location.origin || !url.pathname.startsWith(`${basePath}/`)) return null;
  const path = url.pathname.slice(basePath.length);
  return SERVED.test(path) ? null : path + url.search;
}

/** Where a picture comes from: this site, or through it. Nothing is ever loaded from elsewhere. */
function pictureOf(url: URL, hasProxy: boolean): string | null {
  if (url.origin === location.origin) return url.href;
  return hasProxy ? api.proxiedImage(url.href) : null;
}

/** All names of a team's channels in one text, which is another one when a name changes. */
function namesIn({ channels }: ChannelsState, team: string): string {
  let names = "";
  for (const one of Object.values(channels)) {
    if (one.team_id === team) names += `${one.name}=${one.display_name}\n`;
  }
  return names;
}

/** Gives texts what their names mean in a team: people, channels, emoji, pages. */
export function MessageSurroundings({ children }: { children: ReactNode }): ReactNode {
  const [, navigate] = useLocation();
  const format = useNameFormat();
  const table = useEmoji();
  const users = people.use((state) => state.users);
  const team = teams.use((state) => state.teams[state.last]);
  const me = session.use((state) => state.me?.id);
  const hasProxy = session.use((state) => state.config.HasImageProxy === "true");
  // Counters of channels change with every message; their names do not, and texts depend on nothing else.
  const named = channels.use((state) => namesIn(state, team?.id ?? ""));
  const byName = useMemo(() => new Map(Object.values(users).map((user) => [user.username, user])), [users]);

  const surroundings = useMemo<Surroundings>(
    () => ({
      person: (name) => {
        const user = byName.get(name);
        if (!user) {
          queueMicrotask(() => needUsernames(name));
          return null;
        }
        return {
          label: displayName(user, format),
          isMe: user.id === me,
          address: addresses.direct(team?.name ?? "", user.username),
        };
      },
      channel: (name) => {
        const channel = named && team && channelByName(channels.get(), team.id, name);
        return channel && channel.team_id !== ""
          ? { label: channel.display_name, address: addresses.channel(team.name, channel.name) }
          : null;
      },
      hashtag: () => null,
      emoji: (name) => {
        const sign = table?.sign(name);
        return sign === undefined ? null : { sign };
      },
      picture: (url) => pictureOf(url, hasProxy),
      page: pageOf,
      onFollow: (address) => navigate(address),
    }),
    [byName, named, team, me, format, table, hasProxy, navigate],
  );
  return <SurroundingsContext value={surroundings}>{children}</SurroundingsContext>;
}
