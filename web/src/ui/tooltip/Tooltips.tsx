import "./tooltip.css";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Kbd } from "../kbd/Kbd";
import { place } from "../popover/place";

interface Hint {
  target: HTMLElement;
  text: string;
  keys: string | undefined;
}

/** The pointer rests this long before the first hint; the next comes at once while one was just there. */
const REST_MS = 400;
const WARM_MS = 300;

function hintOf(node: EventTarget | null): Hint | undefined {
  const target = node instanceof Element ? node.closest<HTMLElement>("[data-tip]") : null;
  const text = target?.dataset.tip;
  return target && text ? { target, text, keys: target.dataset.tipKeys } : undefined;
}

/**
 * The one tooltip of the app, rendered once. It shows what `tip(…)` put on the thing under a resting pointer or with the
 * focus of the keyboard, and goes at Escape, at a press, and when the pointer leaves both the thing and the hint.
 */
export function Tooltips() {
  const [hint, setHint] = useState<Hint>();
  const bubble = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown: Hint | undefined;
    let left = Number.NEGATIVE_INFINITY;
    function show(next: Hint | undefined) {
      clearTimeout(timer);
      if (shown && !next) left = performance.now();
      shown = next;
      setHint(next);
    }
    function handleOver(event: PointerEvent) {
      if (event.pointerType === "touch") return;
      if (event.target instanceof Node && bubble.current?.contains(event.target)) return clearTimeout(timer);
      const next = hintOf(event.target);
      if (next?.target === shown?.target) return clearTimeout(timer);
      clearTimeout(timer);
      if (!next) timer = setTimeout(() => show(undefined), 60);
      else if (shown || performance.now() - left < WARM_MS) show(next);
      else timer = setTimeout(() => show(next), REST_MS);
    }
    function handleFocus(event: FocusEvent) {
      const next = hintOf(event.target);
      if (next && event.target instanceof Element && event.target.matches(":focus-visible")) show(next);
    }
    function handleKey(event: KeyboardEvent) {
      if (event.key === "Escape") show(undefined);
    }
    const hide = () => show(undefined);
    /** What is shown stands where its thing was; what is to come is placed when it comes. */
    function handleScroll() {
      if (shown) hide();
    }
    document.addEventListener("pointerover", handleOver);
    document.addEventListener("focusin", handleFocus);
    document.addEventListener("focusout", hide);
    document.addEventListener("pointerdown", hide, true);
    document.addEventListener("keydown", handleKey, true);
    document.addEventListener("scroll", handleScroll, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", handleOver);
      document.removeEventListener("focusin", handleFocus);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("pointerdown", hide, true);
      document.removeEventListener("keydown", handleKey, true);
      document.removeEventListener("scroll", handleScroll, { capture: true });
    };
  }, []);

  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element || !hint) return;
    if ("showPopover" in element && !element.matches(":popover-open")) element.showPopover();
    const window = {
      x: 0,
      y: 0,
      width: document.documentElement.clientWidth,
      height: document.documentElement.clientHeight,
    };
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const spot = place(hint.target.getBoundingClientRect(), size, window, {
      side: "above",
      align: "center",
      gap: 6,
      rtl: false,
    });
    element.style.left = `${Math.round(spot.x)}px`;
    element.style.top = `${Math.round(spot.y)}px`;
  }, [hint]);

  if (!hint?.target.isConnected) return null;
  // What a modal dialog does not contain can't be pointed at, so a hint inside one is rendered inside it.
  return createPortal(
    <div ref={bubble} popover="manual" role="tooltip" className="ui-tip">
      <span>{hint.text}</span>
      {hint.keys && <Kbd keys={hint.keys} on="ink" />}
    </div>,
    hint.target.closest("dialog") ?? document.body,
  );
}
