import "./split.css";
import { type KeyboardEvent, type PointerEvent, useState } from "react";

interface SplitHandleProps {
  /** Names what it makes wider: "Width of the sidebar". */
  label: string;
  /** Where the pane lies that it makes wider: before the handle, or after it. */
  pane: "before" | "after";
  value: number;
  min: number;
  max: number;
  /** Where a double press, or Enter, puts it. */
  home: number;
  onChange: (width: number) => void;
}

const STEP = 16;

/** The handle between two panes: dragged, or moved by arrows, Home and End. */
export function SplitHandle({ label, pane, value, min, max, home, onChange }: SplitHandleProps) {
  const [drag, setDrag] = useState<{ x: number; width: number; grows: 1 | -1 }>();

  function set(width: number) {
    onChange(Math.round(Math.max(min, Math.min(max, width))));
  }
  /** Whether moving to the right makes the pane wider. */
  function growsRightward(element: Element): 1 | -1 {
    const rtl = getComputedStyle(element).direction === "rtl";
    return (pane === "before") === rtl ? -1 : 1;
  }
  function handlePointerDown(event: PointerEvent<HTMLHRElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x: event.clientX, width: value, grows: growsRightward(event.currentTarget) });
  }
  function handlePointerMove(event: PointerEvent) {
    if (drag) set(drag.width + (event.clientX - drag.x) * drag.grows);
  }
  function handleKeyDown(event: KeyboardEvent<HTMLHRElement>) {
    const grows = growsRightward(event.currentTarget);
    const widths: Record<string, number | undefined> = {
      ArrowRight: value + STEP * grows,
      ArrowLeft: value - STEP * grows,
      Home: min,
      End: max,
      Enter: home,
    };
    const width = widths[event.key];
    if (width === undefined) return;
    event.preventDefault();
    set(width);
  }
  return (
    <hr
      className="ui-split"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      data-dragging={drag ? "" : undefined}
      onPointerDown={handlePointerDown}
      onPointerMove={handlePointerMove}
      onPointerUp={() => setDrag(undefined)}
      onLostPointerCapture={() => setDrag(undefined)}
      onDoubleClick={() => set(home)}
      onKeyDown={handleKeyDown}
    />
  );
}
