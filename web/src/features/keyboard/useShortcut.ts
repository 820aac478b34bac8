import { useEffect, useRef } from "react";
import { bind, type Handler } from "./dispatch";
import type { ShortcutId } from "./shortcuts";

/** Handles a shortcut for as long as the component is there. */
export function useShortcut(id: ShortcutId, handler: Handler): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => bind(id, (event) => latest.current(event)), [id]);
}
