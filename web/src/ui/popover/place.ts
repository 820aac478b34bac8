/** A box on the screen, in CSS pixels from its upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The side of the anchor that the surface prefers. `start` and `end` follow the direction of the text. */
export type Side = "above" | "below" | "start" | "end";
export type Align = "start" | "center" | "end";

export interface Wish {
  side: Side;
  align: Align;
  /** Distance from the anchor. */
  gap: number;
  rtl: boolean;
  /** Whether it may lie over the anchor where neither above nor below is room for all of it. */
  covers?: boolean;
}

export interface Place {
  x: number;
  y: number;
  /** The height there is; what is taller scrolls. */
  maxHeight: number;
  /** The side it went to in the end. */
  side: Side;
}

/** The surface keeps this far from the edge of the window. */
const EDGE = 8;

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** Where a surface goes: on the wished side if there is room, else where there is more, and never over the edge. */
export function place(anchor: Box, size: { width: number; height: number }, window: Box, wish: Wish): Place {
  const most = { x: window.width - EDGE - size.width, y: window.height - EDGE - size.height };
  if (wish.side === "above" || wish.side === "below") {
    const room = {
      above: anchor.y - wish.gap - EDGE,
      below: window.height - anchor.y - anchor.height - wish.gap - EDGE,
    };
    const other = wish.side === "above" ? "below" : "above";
    const side = size.height <= room[wish.side] || room[wish.side] >= room[other] ? wish.side : other;
    const covers = wish.covers && size.height > room[side];
    const maxHeight = covers ? window.height - 2 * EDGE : Math.max(0, room[side]);
    const height = Math.min(size.height, maxHeight);
    const beside = side === "below" ? anchor.y + anchor.height + wish.gap : anchor.y - wish.gap - height;
    const y = covers ? between(EDGE, beside, Math.max(EDGE, most.y)) : beside;
    const free = anchor.width - size.width;
    const share = wish.align === "center" ? 0.5 : (wish.align === "end") === wish.rtl ? 0 : 1;
    return { x: between(EDGE, anchor.x + free * share, Math.max(EDGE, most.x)), y, maxHeight, side };
  }
  const rooms = {
    left: anchor.x - wish.gap - EDGE,
    right: window.width - anchor.x - anchor.width - wish.gap - EDGE,
  };
  const wished = (wish.side === "end") === wish.rtl ? "left" : "right";
  const other = wished === "left" ? "right" : "left";
  const chosen = size.width <= rooms[wished] || rooms[wished] >= rooms[other] ? wished : other;
  const x = chosen === "right" ? anchor.x + anchor.width + wish.gap : anchor.x - wish.gap - size.width;
  const free = anchor.height - size.height;
  const y = anchor.y + free * (wish.align === "start" ? 0 : wish.align === "center" ? 0.5 : 1);
  return {
    x: between(EDGE, x, Math.max(EDGE, most.x)),
    y: between(EDGE, y, Math.max(EDGE, most.y)),
    maxHeight: window.height - 2 * EDGE,
    side: (chosen === "right") === wish.rtl ? "start" : "end",
  };
}
