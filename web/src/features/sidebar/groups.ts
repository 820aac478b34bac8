import { useMemo, useRef } from "react";
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
  const last = useRef<Group[]>([]);
  return useMemo(() => {
    const arranged = arrange(
      state,
      team,
      (channel) => channelName(channel, known, format),
      (channel) => isClosed(me, channel),
      mostDirectShown(me),
    );
    const groups = arranged.map((group) => ({
      ...group,
      rows:
        unreadOnly || group.category.collapsed ? group.ids.filter((id) => isWanted(state, id)) : group.ids,
    }));
    last.current = sameGroups(last.current, groups);
    return last.current;
  }, [state, known, me, format, team, unreadOnly]);
}

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, at) => id === other[at]);

/** The same groups as before where the same is in them: counters change often, and the order of channels does not. */
function sameGroups(before: Group[], now: Group[]): Group[] {
  const next = now.map((group, at) => {
    const old = before[at];
    const isSame =
      old?.category === group.category && isSameList(old.ids, group.ids) && isSameList(old.rows, group.rows);
    return isSame && old ? old : group;
  });
  return next.length === before.length && next.every((group, at) => group === before[at]) ? before : next;
}
