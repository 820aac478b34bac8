import "./conversation.css";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { goUp } from "@/lib/backStack";
import { addresses } from "@/lib/routes";
import { IconButton } from "@/ui/button/IconButton";
import { Icon, type IconName } from "@/ui/icon/Icon";
import { useNarrow } from "@/ui/narrow/useNarrow";

interface ScreenProps {
  icon: IconName;
  title: string;
  /** The team whose channels lie beneath it on a phone. */
  team: string | undefined;
  /** At the end of the head. */
  actions?: ReactNode;
  /** What lies beside it. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A list of messages that is no channel. */
export function Screen({ icon, title, team, actions, aside, children }: ScreenProps): ReactNode {
  const t = useT();
  const isNarrow = useNarrow();
  return (
    <div className="panes" data-pane={aside ? "aside" : "main"}>
      <main className="conversation" aria-label={title}>
        <header className="conversation-head">
          {isNarrow && team !== undefined && (
            <IconButton
              icon="arrow-left"
              label={t("moving.backToList")}
              onClick={() => goUp(addresses.team(team))}
            />
          )}
          <h1>
            <Icon name={icon} />
            {title}
          </h1>
          <span className="grow" />
          {actions}
        </header>
        {children}
      </main>
      {aside}
    </div>
  );
}
