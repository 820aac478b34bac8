import "./button.css";
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from "react";
import { Icon, type IconName } from "../icon/Icon";
import { tip } from "../tooltip/tip";

export type ButtonKind = "plain" | "main" | "danger" | "bare";
export type ButtonSize = "small" | "normal" | "big";

interface ButtonProps extends Omit<ComponentPropsWithRef<"button">, "children"> {
  children: ReactNode;
  /** One `main` in a view. `danger` is for what can't be taken back. */
  kind?: ButtonKind;
  size?: ButtonSize;
  icon?: IconName;
  /** An icon after the text, for buttons that open something. */
  after?: IconName;
  /** Waits for an answer: keeps its text and its place, ignores presses. */
  busy?: boolean;
  /** Why it can't be pressed now, said in the hint. The button stays reachable, so that the reason is. */
  unavailable?: string | undefined;
}

/** A button with words. */
export function Button({
  children,
  kind = "plain",
  size = "normal",
  icon,
  after,
  busy = false,
  unavailable,
  type = "button",
  className,
  onClick,
  ...rest
}: ButtonProps) {
  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    // A submit button that is busy or unavailable must not send its form either.
    if (busy || unavailable !== undefined) event.preventDefault();
    else onClick?.(event);
  }
  return (
    <button
      {...rest}
      {...(unavailable === undefined
        ? {}
        : { "aria-disabled": true, "aria-description": unavailable, ...tip(unavailable) })}
      type={type}
      className={className ? `ui-button ${className}` : "ui-button"}
      data-kind={kind}
      data-size={size}
      aria-busy={busy || undefined}
      onClick={handleClick}
    >
      {icon && <Icon name={icon} size={16} />}
      {children}
      {after && <Icon name={after} size={16} />}
    </button>
  );
}

/** The look of a button for a link: `<Link {...buttonLook("main")}>`. */
export function buttonLook(kind: ButtonKind = "plain", size: ButtonSize = "normal") {
  return { className: "ui-button", "data-kind": kind, "data-size": size };
}
