import { api } from "@/api";
import { keepDraft, type Place } from "@/features/drafts";
import { perform } from "@/features/keyboard";
import { basePath } from "@/lib/base";
import { addresses } from "@/lib/routes";

/** Commands that concern this page alone. */
const here: Record<string, (navigate: (address: string) => void) => void> = {
  "/settings": (navigate) => navigate(addresses.settings()),
  "/shortcuts": () => perform("help"),
};

/**
 * Says a command. What it answers comes as a message that only its caller sees; the text stays until it has been
 * answered.
 */
export async function runCommand(
  place: Place & { team: string },
  text: string,
  navigate: (address: string) => void,
): Promise<void> {
  const command = text.trim();
  const ours = here[command];
  if (ours) ours(navigate);
  else {
    const { channel, root, team } = place;
    const answer = await api.executeCommand({ command, channel_id: channel, root_id: root, team_id: team });
    if (answer.goto_location) goTo(answer.goto_location, navigate);
  }
  keepDraft({ channel: place.channel, root: place.root }, "");
}

/** Goes where a command leads: to a page of this site, or out of it in a tab of its own. */
function goTo(location: string, navigate: (address: string) => void): void {
  const root = `${window.location.origin}${basePath}`;
  const inside = location.startsWith(`${root}/`) ? location.slice(root.length) : location;
  if (inside.startsWith("/") && !inside.startsWith("//")) navigate(inside);
  else if (/^https?:\/\//i.test(inside)) window.open(inside, "_blank", "noopener,noreferrer");
}
