import { useMemo } from "react";
import {
  type Arranged,
  arrange,
  type ChannelsState,
  channelName,
  channels,
  isClosed,
  mostDirectShown,
  unreadOf,
} from "@/features/channels";
import { people, useNameFormat } from "@/features/people";
import { session } from "@/features/session";
import { sidebar } from "./model";

/** A category as the sidebar shows it. */
export interface Group extends Arranged {
  /** Those of its channels whose rows show: of a collapsed one only what is unread or open. */
  rows: string[];
}

function isWanted(state: ChannelsState, id: string): boolean {
  const { isUnread, mentions } = unreadOf(state.channels[id], state.members[id]);
  return id === state.open || isUnread || mentions > 0;
}

/** The sidebar of a team, from top to bottom. */
export function useGroups(team: string): Group[] {
  const format = useNameFormat();
  const state = channels.use((all) => all);
  const known = people.use((all) => all);
  const me = session.use((all) => all);
  const unreadOnly = sidebar.use((all) => all.unreadOnly);
  return useMemo(() => {
    const arranged = arrange(
      state,
      team,
      (channel) => channelName(channel, known, format),
      (channel) => isClosed(me, channel),
      mostDirectShown(me),
    );
    return arranged.map((group) => ({
      ...group,
      rows:
        unreadOnly || group.category.collapsed ? group.ids.filter((id) => isWanted(state, id)) : group.ids,
    }));
  }, [state, known, me, format, team, unreadOnly]);
}
