import "./banner.css";
import type { ReactNode } from "react";
import { Icon, type IconName } from "../icon/Icon";

interface BannerProps {
  /** One sentence. */
  children: ReactNode;
  /** `lamp` concerns the reader, `bad` is an error and read at once, `calm` is news. */
  kind?: "lamp" | "bad" | "calm";
  icon?: IconName;
  /** At most one small button. */
  action?: ReactNode;
  /** Stands inside a page, with round corners, rather than over its whole width. */
  boxed?: boolean;
}

const icons = { lamp: "info", bad: "error", calm: "check-circle" } as const;

/** A notice that stays as long as what it says is true. */
export function Banner({ children, kind = "lamp", icon = icons[kind], action, boxed = false }: BannerProps) {
  return (
    <div
      className="ui-banner"
      data-kind={kind}
      data-boxed={boxed ? "" : undefined}
      role={kind === "bad" ? "alert" : "status"}
    >
      <Icon name={icon} />
      <p>{children}</p>
      {action}
    </div>
  );
}
