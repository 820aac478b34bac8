import "./button.css";
import type { ComponentPropsWithRef, MouseEvent } from "react";
import { Icon, type IconName } from "../icon/Icon";
import { ariaKeys } from "../kbd/keys";
import { tip } from "../tooltip/tip";

interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "children" | "aria-label"> {
  icon: IconName;
  /** Its name, read out and shown as the hint. */
  label: string;
  /** A short text beside the icon (a count); the name stays `label`. */
  text?: string;
  /** The shortcut, as in `Ctrl+K`, shown in the hint. */
  keys?: string | undefined;
  /** Its least width and height in pixels. On touch all of them grow. */
  size?: 24 | 28 | 32;
  /** Set for a button that stays pressed. */
  pressed?: boolean;
  /** Why it can't be pressed now, said in the hint. */
  unavailable?: string | undefined;
}

/** A button that is only an icon. */
export function IconButton({
  icon,
  label,
  text,
  keys,
  size = 32,
  pressed,
  unavailable,
  type = "button",
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    if (unavailable === undefined) onClick?.(event);
  }
  return (
    <button
      {...rest}
      {...(unavailable === undefined
        ? tip(label, keys)
        : { "aria-disabled": true, "aria-description": unavailable, ...tip(unavailable) })}
      type={type}
      className={className ? `ui-tool ${className}` : "ui-tool"}
      data-size={size}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={keys && ariaKeys(keys)}
      onClick={handleClick}
    >
      <Icon name={icon} size={size === 24 ? 16 : 20} />
      {text !== undefined && (
        <span className="ui-tool-text num" aria-hidden="true">
          {text}
        </span>
      )}
    </button>
  );
}
