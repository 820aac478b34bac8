import { type ReactNode, useEffect } from "react";
import type { Team } from "@/api";
import { teamByName, teams } from "@/features/teams";
import { Boundary } from "@/ui/boundary/Boundary";
import { Nowhere } from "./Nowhere";
import { Shell } from "./Shell";

interface ReadingScreenProps {
  team: string;
  onSignOut: () => void;
  children: (team: Team) => ReactNode;
}

/** A team with something open that is no channel: threads, what is saved, where a link leads. */
export function ReadingScreen({ team: name, onSignOut, children }: ReadingScreenProps): ReactNode {
  const team = teams.use((state) => teamByName(state, name));
  const isLoaded = teams.use((state) => state.isLoaded);
  const id = team?.id;
  useEffect(() => {
    if (id !== undefined) teams.set({ last: id });
  }, [id]);
  if (!team) return isLoaded && <Nowhere />;
  return (
    <Shell team={team} shows="main" onSignOut={onSignOut}>
      <Boundary>{children(team)}</Boundary>
    </Shell>
  );
}
