import "./avatar.css";
import { useT } from "@/i18n";
import type { Presence as Status } from "./face";

interface PresenceProps {
  is: Status;
  size?: 8 | 10 | 14;
  /** Where the word stands beside it, the mark is hidden from screen readers. */
  decorative?: boolean;
}

/** Whether someone is there: disc, crescent, bar or ring, so that it is told by shape as well as by colour. */
export function Presence({ is, size = 10, decorative = false }: PresenceProps) {
  const t = useT();
  const name = decorative ? { "aria-hidden": true } : { role: "img", "aria-label": t(`ui.status.${is}`) };
  return <span className="ui-presence" data-is={is} data-size={size} {...name} />;
}
