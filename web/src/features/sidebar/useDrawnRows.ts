import { startTransition, useEffect, useState } from "react";
import { afterStart } from "@/lib/start";

/** The least that a row is high. */
const ROW = 26;
/** So many more at once, with a rest between for whoever writes or scrolls meanwhile. */
const NEXT = 40;
const REST_MS = 30;

/** How many of so many rows are drawn: at first those that a screen shows, the others once the first screen is there. */
export function useDrawnRows(total: number): number {
  const [count, setCount] = useState(() => Math.ceil(innerHeight / ROW));
  const isWhole = count >= total;
  useEffect(() => {
    if (isWhole) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    void afterStart(() => {
      if (isOver) return;
      timer = setTimeout(() => startTransition(() => setCount(count + NEXT)), REST_MS);
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [count, isWhole]);
  return count;
}
