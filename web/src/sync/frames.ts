import { painted } from "@/lib/paint";
import { together } from "@/lib/slice";
import type { Frame } from "./events";

/** In a hidden page there are no frames to wait for. */
const HIDDEN_MS = 100;

export interface FrameQueue {
  add(frame: Frame): void;
  /** Holds events back while what they would change is being fetched. They are applied, in order, on `release`. */
  hold(): void;
  /** Gives whether any had come. */
  release(): boolean;
  /** Forgets what waits: a fetch that began later tells it all. */
  clear(): void;
}

/**
 * Applies what comes at once, and what comes until that has been drawn together as soon as it is: nobody waits for a
 * frame, a flood costs one rendering a frame, and that rendering and the drawing are two tasks, between which keys count.
 */
export function frameQueue(apply: (frame: Frame) => void): FrameQueue {
  let waiting: Frame[] = [];
  let holds = 0;
  let isScheduled = false;
  /** What was applied last has not been drawn. */
  let isDrawing = false;

  function flush(): void {
    isScheduled = false;
    if (holds > 0) return;
    const taken = waiting;
    waiting = [];
    together(() => {
      for (const frame of taken) {
        try {
          apply(frame);
        } catch (error) {
          // What one event breaks is told, and no reason to lose those after it.
          reportError(error);
        }
      }
    });
    if (document.visibilityState !== "visible") return;
    isDrawing = true;
    void painted().then(() => {
      isDrawing = false;
      schedule();
    });
  }

  function schedule(): void {
    if (isScheduled || isDrawing || waiting.length === 0) return;
    isScheduled = true;
    if (document.visibilityState === "visible") queueMicrotask(flush);
    else setTimeout(flush, HIDDEN_MS);
  }

  return {
    add: (frame) => {
      waiting.push(frame);
      schedule();
    },
    hold: () => {
      holds += 1;
    },
    release: () => {
      holds -= 1;
      schedule();
      return waiting.length > 0;
    },
    clear: () => {
      waiting = [];
    },
  };
}
