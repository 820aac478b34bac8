import "./entry.css";
import type { ReactNode } from "react";
import { Wordmark } from "./Wordmark";

interface EntrySheetProps {
  /** What stands beside the word. */
  aside?: ReactNode;
  /** The small line under the sheet. */
  foot?: ReactNode;
  children: ReactNode;
}

/** The one sheet of a page at the door. */
export function EntrySheet({ aside, foot, children }: EntrySheetProps): ReactNode {
  return (
    <main className="entry">
      <div className="entry-sheet">
        <div className="entry-head">
          <Wordmark />
          {aside}
        </div>
        {children}
      </div>
      {foot && <p className="entry-foot mute tiny">{foot}</p>}
    </main>
  );
}
