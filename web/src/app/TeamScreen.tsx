import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Redirect, useLocation } from "wouter";
import { isRefused } from "@/api";
import { channelAddress, channels, loadCategories, visit } from "@/features/channels";
import { Conversation } from "@/features/conversation";
import { people } from "@/features/people";
import { session } from "@/features/session";
import { teamByName, teams } from "@/features/teams";
import { loadThreadTotals } from "@/features/threads";
import { explain } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Boundary } from "@/ui/boundary/Boundary";
import { useNarrow } from "@/ui/narrow/useNarrow";
import { Nowhere } from "./Nowhere";
import { channelNamed, lastChannel } from "./place";
import { Shell } from "./Shell";

interface TeamScreenProps {
  team: string;
  /** The channel's name or id, or `@username`; nothing for the team alone. */
  channel?: string | undefined;
  onSignOut: () => void;
}

/** Where one left off in a team. */
function lastAddress(team: string, teamName: string): string {
  const state = channels.get();
  const channel = state.channels[lastChannel(state, team) ?? ""];
  return channel
    ? channelAddress(channel, teamName, people.get())
    : addresses.channel(teamName, "town-square");
}

/** A team with one of its channels open. On a phone the team alone is the list of its channels. */
export function TeamScreen({ team: teamName, channel: name, onSignOut }: TeamScreenProps): ReactNode {
  const team = teams.use((state) => teamByName(state, teamName));
  const isLoaded = teams.use((state) => state.isLoaded);
  const isNarrow = useNarrow();
  const users = people.use((state) => state.users);
  const teamId = team?.id;
  const id = channels.use((state) =>
    teamId === undefined || name === undefined ? undefined : channelNamed(state, users, teamId, name),
  );
  const isCurrent = session.use((state) => state.isCurrent);
  const isArranged = channels.use((state) => teamId !== undefined && state.categories[teamId] !== undefined);
  /** The name that could not be opened; with the reason where that may be otherwise in a moment. */
  const [trouble, setTrouble] = useState<{ name: string; passing: string }>();
  const [, navigate] = useLocation();
  /** The channel that was open last, and the address that led there. */
  const shown = useRef({ place: "", id: "" });

  const ask = useCallback(() => {
    if (name === undefined) return;
    setTrouble(undefined);
    visit(teamName, name).catch((error: unknown) =>
      setTrouble({ name, passing: isRefused(error) ? "" : explain(error) }),
    );
  }, [teamName, name]);

  useEffect(() => {
    // What is asked for at the start tells of all teams.
    if (teamId === undefined || isArranged || !isCurrent) return;
    // A team that I have just come into. Until it is known the sidebar shows the arrangement of who has none.
    loadCategories(teamId).catch(() => {});
    loadThreadTotals(teamId).catch(() => {});
  }, [teamId, isArranged, isCurrent]);

  useEffect(() => {
    if (teamId === undefined) return;
    teams.set({ last: teamId });
    if (name === undefined) return;
    const place = `${teamName}/${name}`;
    if (id !== undefined) {
      shown.current = { place, id };
      channels.set((state) => ({ last: { ...state.last, [teamId]: id } }));
      return;
    }
    if (shown.current.place === place) {
      // Nobody has asked for it: it has another name now, or I have been taken out of it, and don't come in again.
      const renamed = channels.get().channels[shown.current.id];
      const address = renamed && channelAddress(renamed, teamName, people.get());
      navigate(address ?? addresses.channel(teamName, "town-square"), { replace: true });
      return;
    }
    // Until all has been asked for, that a name is not among my channels says nothing.
    if (isCurrent) ask();
  }, [teamId, teamName, id, name, isCurrent, navigate, ask]);

  if (!team) return isLoaded && <Nowhere />;
  if (name === undefined && !isNarrow) return <Redirect to={lastAddress(team.id, team.name)} replace />;
  return (
    <Shell team={team} shows={name === undefined ? "list" : "main"} onSignOut={onSignOut}>
      {id !== undefined && (
        <Boundary of={id}>
          <Conversation id={id} />
        </Boundary>
      )}
      {id === undefined && name !== undefined && (
        <Nowhere isOpen={trouble?.name !== name} passing={trouble?.passing} onRetry={ask} />
      )}
    </Shell>
  );
}
