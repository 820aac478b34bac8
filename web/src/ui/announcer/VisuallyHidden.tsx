import "./announcer.css";
import type { ReactNode } from "react";

interface VisuallyHiddenProps {
  children: ReactNode;
  /** Shows itself while something inside has the focus, as skip links do. */
  untilFocus?: boolean;
}

/** Text for screen readers alone. */
export function VisuallyHidden({ children, untilFocus = false }: VisuallyHiddenProps) {
  return (
    <span className="ui-hidden" data-until-focus={untilFocus ? "" : undefined}>
      {children}
    </span>
  );
}
