import { useLocation } from "wouter";
import type { Team } from "@/api";
import { channels } from "@/features/channels";
import { addresses } from "@/lib/routes";
import { attempt } from "@/ui/toast/attempt";

/** Parts with a channel: whoever is in it goes to where everybody of the team is. */
export function useParting(team: Team): (id: string, work: () => Promise<unknown>) => void {
  const [, navigate] = useLocation();
  return (id, work) => {
    if (channels.get().open === id) navigate(addresses.channel(team.name, "town-square"));
    attempt(work);
  };
}
