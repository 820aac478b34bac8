/**
 * What a page measures of itself. Times are those of `performance.now()`; a thing is painted when the frame in which it
 * was laid out has been drawn, as far as the page's own thread goes.
 */
export interface Probe {
  /** When messages of a channel were on screen for the first time. */
  readable: Promise<number>;
  /** Whether messages of a channel are on screen. */
  isReadable(): boolean;
  /** The channel that is open, as it is called. */
  channel(): string;
  /** When something is painted. */
  painted(isThere: () => boolean): Promise<number>;
  /**
   * From the next key pressed, when the browser heard of it, to the frame that shows its effect. A key that is held for
   * another, such as Alt, is none: it was down before.
   */
  fromKey(isThere: () => boolean): void;
  /** What was asked for last. */
  result: Promise<number>;
  /** Which frame after the key that was, from 1 on. */
  frame: number;
  /** Looks at every frame of a list that is scrolled, until told to stop. */
  watchFrames(): void;
  frames(): Frames;
  /** Tasks of more than 50 ms since then. */
  longTasks(since: number): number[];
  /** How long input events took since then, each until the frame that follows it. */
  inputs(since: number): number[];
  /** All nodes of the document. */
  nodes(): number;
}

/** What a list looked like while it was scrolled. */
export interface Frames {
  /** Time between frames. */
  gaps: number[];
  /** The longest time for which a part of the list showed nothing where rows belong. */
  blank: number;
  nodes: number;
}

declare global {
  interface Window {
    bench: Probe;
  }
}

/** Runs in the page before anything of the client does. It closes over nothing. */
export function install(): void {
  interface Wait {
    isThere: () => boolean;
    resolve: (at: number) => void;
  }
  let waits: Wait[] = [];
  let watched: { frames: Frames; last: number; blankSince: number | undefined } | undefined;
  let isRunning = false;
  let ticks = 0;
  /** Grows and shrinks with every frame: its observer is called after the layout, before the frame is drawn. */
  const ruler = document.createElement("i");
  ruler.style.cssText = "position:fixed;visibility:hidden;block-size:1px;inline-size:1px;contain:strict";

  /** Behind the frame that is being made. Messages and timers are no measure: after a key Chromium puts them off. */
  function afterPaint(then: (at: number) => void): void {
    const run = (): void => then(performance.now());
    void window.scheduler.postTask(run, { priority: "user-blocking" });
  }

  /** Whether rows are missing where the list shows. */
  function isBlank(): boolean {
    const log = document.querySelector("main [data-messages]");
    const rows = log?.querySelectorAll(":scope > * > [data-row]");
    const first = rows?.[0];
    const last = rows?.[rows.length - 1];
    if (!log || !first || !last) return true;
    const box = log.getBoundingClientRect();
    const isSeen = (space: Element | null): boolean => {
      const rect = space?.getBoundingClientRect();
      return rect !== undefined && rect.height > 0 && rect.bottom > box.top + 1 && rect.top < box.bottom - 1;
    };
    return isSeen(first.previousElementSibling) || isSeen(last.nextElementSibling);
  }

  function nodes(): number {
    const walk = document.createTreeWalker(document);
    let count = 1;
    while (walk.nextNode()) count += 1;
    return count;
  }

  function tick(time: number): void {
    if (waits.length === 0 && !watched) {
      isRunning = false;
      return;
    }
    ticks += 1;
    if (!ruler.isConnected) document.documentElement?.append(ruler);
    ruler.style.inlineSize = ruler.style.inlineSize === "1px" ? "2px" : "1px";
    if (watched) {
      // The browser may have scrolled by itself since the last frame, to where there are no rows yet.
      if (watched.blankSince === undefined && isBlank()) watched.blankSince = watched.last;
      watched.frames.gaps.push(time - watched.last);
      watched.last = time;
    }
    requestAnimationFrame(tick);
  }

  new ResizeObserver(() => {
    const there = waits.filter((wait) => wait.isThere());
    waits = waits.filter((wait) => !there.includes(wait));
    const isFilled = watched && !isBlank();
    if (there.length === 0 && !watched) return;
    afterPaint((at) => {
      for (const wait of there) wait.resolve(at);
      if (!watched) return;
      const { frames, blankSince } = watched;
      if (frames.gaps.length % 30 === 0) frames.nodes = Math.max(frames.nodes, nodes());
      if (blankSince === undefined || !isFilled) return;
      frames.blank = Math.max(frames.blank, at - blankSince);
      watched.blankSince = undefined;
    });
  }).observe(ruler);

  function run(): void {
    if (isRunning) return;
    isRunning = true;
    requestAnimationFrame(tick);
  }

  function painted(isThere: () => boolean): Promise<number> {
    return new Promise((resolve) => {
      waits.push({ isThere, resolve });
      run();
    });
  }

  function isReadable(): boolean {
    const log = document.querySelector("main [data-messages]");
    if (!log) return false;
    const box = log.getBoundingClientRect();
    return [...log.querySelectorAll("[data-post]")].some((post) => {
      const rect = post.getBoundingClientRect();
      return rect.height > 0 && rect.bottom > box.top && rect.top < box.bottom;
    });
  }

  const tasks: PerformanceEntry[] = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask" });
  const events: PerformanceEntry[] = [];
  const observed = { type: "event", durationThreshold: 16 };
  new PerformanceObserver((list) => events.push(...list.getEntries())).observe(observed);

  window.bench = {
    readable: painted(isReadable),
    isReadable,
    channel: () => document.querySelector("main.conversation")?.getAttribute("aria-label") ?? "",
    painted,
    fromKey: (isThere) => {
      window.bench.result = new Promise((resolve) => {
        const start = ({ key, timeStamp }: KeyboardEvent): void => {
          if (["Alt", "Control", "Meta", "Shift"].includes(key)) return;
          window.removeEventListener("keydown", start, { capture: true });
          const before = ticks;
          void painted(() => {
            window.bench.frame = ticks - before;
            return isThere();
          }).then((at) => resolve(at - timeStamp));
        };
        window.addEventListener("keydown", start, { capture: true });
      });
    },
    result: Promise.resolve(0),
    frame: 0,
    watchFrames: () => {
      watched = {
        frames: { gaps: [], blank: 0, nodes: nodes() },
        last: performance.now(),
        blankSince: undefined,
      };
      run();
    },
    frames: () => {
      const frames = watched?.frames ?? { gaps: [], blank: 0, nodes: 0 };
      watched = undefined;
      return frames;
    },
    longTasks: (since) => tasks.filter((one) => one.startTime >= since).map((one) => one.duration),
    inputs: (since) =>
      events
        .filter((one) => one.startTime >= since && /^(key|before|input)/.test(one.name))
        .map((one) => one.duration),
    nodes,
  };
}
