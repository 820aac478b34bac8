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
}

/** An address that leads nowhere. */
export function Nowhere({ page, isOpen = false }: NowhereProps): ReactNode {
  return (
    <div className="panes" data-pane="main">
      <main className="desk-missing" aria-busy={isOpen}>
        <Later>{!isOpen && <Missing page={page} />}</Later>
      </main>
    </div>
  );
}
