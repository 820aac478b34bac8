import "./popover.css";
import {
  type AriaRole,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { openLayer } from "./layers";
import { type Align, type Box, place, type Side } from "./place";

/** What a surface hangs on: an element, or a place on the screen (the pointer, the caret). */
export type Anchor = Element | Box;

interface PopoverProps {
  anchor: Anchor | null;
  /** Escape, a press elsewhere, or the focus gone elsewhere. The owner stops rendering it. */
  onClose: () => void;
  children: ReactNode;
  /** Its name for screen readers. */
  label?: string;
  role?: AriaRole;
  id?: string;
  className?: string;
  side?: Side;
  align?: Align;
  gap?: number;
  /** Gets the focus when it opens; `none` leaves it where it is (suggestions under a field). The first thing otherwise. */
  focus?: RefObject<HTMLElement | null> | "none";
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
}

const focusable =
  "a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),[tabindex]";

function boxOf(anchor: Anchor): Box {
  return anchor instanceof Element ? anchor.getBoundingClientRect() : anchor;
}

/** The child that wants the focus, else the first that can have it, else the surface itself. */
function firstIn(surface: HTMLElement): HTMLElement {
  const wanted = surface.querySelector<HTMLElement>("[data-autofocus]");
  if (wanted) return wanted;
  const children = [...surface.querySelectorAll<HTMLElement>(focusable)];
  // The items of a menu or a list are reached by arrows and have no place in the order of Tab.
  return children.find((child) => child.tabIndex >= 0) ?? children[0] ?? surface;
}

/**
 * A surface above everything, hanging on its anchor. It is rendered where it stands in the code and shown in the top layer
 * of the browser, so it is never clipped, lies over dialogs, and Tab goes on from it to what follows its opener.
 */
export function Popover(props: PopoverProps) {
  const { anchor, onClose, children, label, role = "dialog", id, className, focus, onKeyDown } = props;
  const { side = "below", align = "start", gap = 4 } = props;
  // A field that one goes on writing in stays in sight.
  const covers = focus !== "none";
  const surface = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  const settle = useCallback(() => {
    const element = surface.current;
    if (!element || !anchor) return;
    element.style.maxHeight = "";
    const window = {
      x: 0,
      y: 0,
      width: document.documentElement.clientWidth,
      height: document.documentElement.clientHeight,
    };
    const rtl = getComputedStyle(element).direction === "rtl";
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const spot = place(boxOf(anchor), size, window, { side, align, gap, rtl, covers });
    element.style.maxHeight = `${spot.maxHeight}px`;
    element.style.transform = "";
    element.style.left = `${Math.round(spot.x)}px`;
    element.style.top = `${Math.round(spot.y)}px`;
    element.dataset.placed = spot.side;
  }, [anchor, side, align, gap, covers]);

  useLayoutEffect(() => {
    const element = surface.current;
    if (!element) return;
    if ("showPopover" in element && !element.matches(":popover-open")) element.showPopover();
    settle();
    const watch = new ResizeObserver(settle);
    watch.observe(element);
    /** Measuring it takes what is scrolled within it back to its beginning. */
    function handleScroll({ target }: Event): void {
      if (!(target instanceof Node && element?.contains(target))) settle();
    }
    addEventListener("resize", settle);
    addEventListener("scroll", handleScroll, { capture: true, passive: true });
    return () => {
      watch.disconnect();
      removeEventListener("resize", settle);
      removeEventListener("scroll", handleScroll, { capture: true });
    };
  }, [settle]);

  // The focus goes in once, and back to where it came from if it is still inside when the surface goes.
  const start = useRef(focus);
  const hangsOn = useRef(anchor);
  useLayoutEffect(() => {
    const element = surface.current;
    if (!element) return;
    // Not every browser gives the focus to a button that is pressed.
    const opener = document.activeElement === document.body ? hangsOn.current : document.activeElement;
    if (start.current !== "none") (start.current?.current ?? firstIn(element)).focus({ preventScroll: true });
    return () => {
      const held = element.contains(document.activeElement) || document.activeElement === document.body;
      if (start.current !== "none" && held && opener instanceof HTMLElement)
        opener.focus({ preventScroll: true });
    };
  }, []);

  useEffect(
    () =>
      openLayer({
        contains: (target) =>
          surface.current?.contains(target) === true ||
          (anchor instanceof Element && anchor.contains(target)),
        onDismiss: () => close.current(),
      }),
    [anchor],
  );

  function handleBlur(event: FocusEvent) {
    const to = event.relatedTarget;
    if (focus === "none" || !(to instanceof Node)) return;
    if (!surface.current?.contains(to) && !(anchor instanceof Element && anchor.contains(to))) onClose();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the role comes from the caller
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: every role that is passed takes a name
    <div
      ref={surface}
      id={id}
      role={role}
      aria-label={label}
      popover="manual"
      tabIndex={-1}
      className={className ? `ui-popover ${className}` : "ui-popover"}
      onKeyDown={onKeyDown}
      onBlur={handleBlur}
    >
      {children}
    </div>
  );
}
