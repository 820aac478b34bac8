import "./badge.css";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { Icon, type IconName } from "../icon/Icon";
import { tip } from "../tooltip/tip";

interface ChipProps {
  children: ReactNode;
  icon?: IconName;
  pressed?: boolean;
  onPress: () => void;
}

/** A filter that is on or off, or a small action among chips. */
export function Chip({ children, icon, pressed, onPress }: ChipProps) {
  return (
    <button type="button" className="ui-chip" aria-pressed={pressed} onClick={onPress}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}

interface ValueChipProps {
  /** Names what the cross removes. */
  name: string;
  children?: ReactNode;
  onRemove: () => void;
}

/** A value that was put there and can be taken away again. */
export function ValueChip({ name, children = name, onRemove }: ValueChipProps) {
  const t = useT();
  const label = t("ui.remove", { name });
  return (
    <span className="ui-chip" data-set="">
      <bdi>{children}</bdi>
      <button type="button" aria-label={label} {...tip(label)} onClick={onRemove}>
        <Icon name="close" size={14} />
      </button>
    </span>
  );
}
