import type { ReactNode } from "react";
import { commandBegun } from "./query";
import { commandHint } from "./sources";

interface CommandHintProps {
  text: string;
  team: string;
}

/** What the command that is being typed takes. */
export function CommandHint({ text, team }: CommandHintProps): ReactNode {
  const begun = commandBegun(text);
  const command = begun === undefined ? undefined : commandHint(team, begun);
  if (!command) return null;
  return (
    <p className="composer-command" role="status">
      <bdi className="suggestion-name">/{command.Suggestion}</bdi> <bdi>{command.Hint}</bdi>
      <span className="mute">{command.Description}</span>
    </p>
  );
}
