import "./badge.css";
import type { ReactNode } from "react";
import { VisuallyHidden } from "../announcer/VisuallyHidden";
import { Icon, type IconName } from "../icon/Icon";

interface BadgeProps {
  count: number;
  /** Red is for mentions alone; `quiet` stands on the table, `flat` on paper. */
  kind?: "mention" | "quiet" | "flat";
  /** What is counted, in words: "2 mentions". */
  label: string;
}

/** A number in a pill; from 100 on it says "99+". Nothing at zero. */
export function Badge({ count, kind = "mention", label }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span className="ui-badge" data-kind={kind}>
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}

/** A dot: something is new. `label` says what. */
export function Pip({ label }: { label: string }) {
  return <span className="ui-pip" role="img" aria-label={label} />;
}

interface TagProps {
  children: ReactNode;
  icon?: IconName;
  /** `lamp` concerns the reader (unsaved, for you), `on` is new or chosen. */
  kind?: "plain" | "lamp" | "ok" | "bad" | "on";
}

/** A word about the thing beside it: Bot, Deactivated, Default. */
export function Tag({ children, icon, kind = "plain" }: TagProps) {
  return (
    <span className="ui-tag" data-kind={kind}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}
