import { lazy, type ReactNode } from "react";
import { withTexts } from "@/i18n";
import { Later } from "@/ui/boundary/Later";

const Missing = lazy(async () => ({
  default: (await withTexts("reading", import("./Missing"))).Missing,
}));

interface NowhereProps {
  /** What the address asks for inside a team, where it names one. */
  page?: string | undefined;
  /** Whether it is still being asked whether there is anything: the sheet is empty then. */
  isOpen?: boolean;
  /** Why it could not be opened, where it may be otherwise when it is tried again. */
  passing?: string | undefined;
  onRetry?: () => void;
}

/** An address that leads nowhere. */
export function Nowhere({ page, isOpen = false, passing = "", onRetry }: NowhereProps): ReactNode {
  return (
    <div className="panes" data-pane="main">
      <main className="desk-missing" aria-busy={isOpen}>
        <Later>{!isOpen && <Missing page={page} passing={passing} onRetry={onRetry} />}</Later>
      </main>
    </div>
  );
}
