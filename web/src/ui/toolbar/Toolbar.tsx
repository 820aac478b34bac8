import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { rove } from "../menu/roving";

interface ToolbarProps {
  label: string;
  /** Buttons. */
  children: ReactNode;
  className?: string;
}

const tools = "button:not(:disabled)";

/** Buttons that Tab reaches as one: arrows, Home and End move among them. */
export function Toolbar({ label, children, className }: ToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  // Buttons come and go with what can be done; exactly one of those that are there is in the order of Tab.
  useLayoutEffect(() => {
    const all = [...(bar.current?.querySelectorAll<HTMLElement>(tools) ?? [])];
    const current =
      all.find((tool) => tool.matches(":focus")) ?? all.find((tool) => tool.tabIndex === 0) ?? all[0];
    for (const tool of all) tool.tabIndex = tool === current ? 0 : -1;
  });
  function handleKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>(tools)];
    const index = all.findIndex((tool) => tool.matches(":focus"));
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const next = all[rove(event.key, index, all.length, { axis: "horizontal", rtl }) ?? -1];
    if (index < 0 || !next) return;
    event.preventDefault();
    for (const tool of all) tool.tabIndex = tool === next ? 0 : -1;
    next.focus();
  }
  return (
    <div ref={bar} role="toolbar" aria-label={label} className={className} onKeyDown={handleKeyDown}>
      {children}
    </div>
  );
}
