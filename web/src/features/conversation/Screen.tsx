import type { ReactNode } from "react";
import { Icon, type IconName } from "@/ui/icon/Icon";

interface ScreenProps {
  icon: IconName;
  title: string;
  /** At the end of the head. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A list of messages that is no channel. */
export function Screen({ icon, title, actions, children }: ScreenProps): ReactNode {
  return (
    <main className="conversation" aria-label={title}>
      <header className="conversation-head">
        <h1>
          <Icon name={icon} />
          {title}
        </h1>
        <span className="grow" />
        {actions}
      </header>
      {children}
    </main>
  );
}
