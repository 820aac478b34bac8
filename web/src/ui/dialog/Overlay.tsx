import "./dialog.css";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { openLayer } from "../popover/layers";
import { holdFocus } from "./holdFocus";

interface OverlayProps {
  label: string;
  /** A field, which has the focus as long as this is open, and what belongs to it. */
  children: ReactNode;
  className: string;
  /** Escape, or a press beside it. The owner stops rendering it. */
  onClose: () => void;
}

/**
 * A modal surface for one field, open as long as it is rendered. It covers what is behind and keeps the focus by itself:
 * to make the page inert, as a modal dialog does, the browser styles all of it anew, which takes as long as several frames.
 */
export function Overlay({ label, children, className, onClose }: OverlayProps): ReactNode {
  const ground = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const element = ground.current;
    const giveBack = holdFocus();
    element?.showPopover?.();
    element?.querySelector("input")?.focus();
    return giveBack;
  }, []);
  useEffect(() => openLayer({ contains: () => true, onDismiss: () => close.current() }), []);

  function handleMouseDown(event: MouseEvent<HTMLDivElement>): void {
    if (event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    if (event.target === event.currentTarget) onClose();
  }
  function handleKeyDown(event: KeyboardEvent): void {
    if (event.key === "Tab") event.preventDefault();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press on it is one beside the surface
    <div
      ref={ground}
      popover="manual"
      className="ui-overlay"
      onMouseDown={handleMouseDown}
      onKeyDown={handleKeyDown}
    >
      <div className={`ui-dialog ${className}`} role="dialog" aria-modal="true" aria-label={label}>
        {children}
      </div>
    </div>
  );
}
