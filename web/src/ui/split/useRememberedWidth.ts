import { useCallback, useState } from "react";

/** A width that this browser remembers under a name. */
export function useRememberedWidth(name: string, home: number): [number, (width: number) => void] {
  const key = `wardroom.width.${name}`;
  const [width, setWidth] = useState(() => {
    const kept = Number(localStorage.getItem(key) ?? Number.NaN);
    return Number.isFinite(kept) && kept > 0 ? kept : home;
  });
  const remember = useCallback(
    (next: number) => {
      setWidth(next);
      localStorage.setItem(key, String(next));
    },
    [key],
  );
  return [width, remember];
}
