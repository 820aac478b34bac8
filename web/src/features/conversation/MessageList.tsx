import {
  type FocusEvent,
  memo,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { dayKey, dayOf, MessageRow, type Row, SystemRow, timeOf } from "@/features/messages";
import { posts } from "@/features/posts";
import { useT } from "@/i18n";
import { Boundary } from "@/ui/boundary/Boundary";
import { Icon } from "@/ui/icon/Icon";
import { tip } from "@/ui/tooltip/tip";
import { Heights, offsetsOf, type Place, rangeAt, scrollOf } from "./window";

/** What others may ask of a list. */
export interface ListHandle {
  toEnd: () => void;
  toStart: () => void;
  /** Brings a row into view, by its key. Nothing if there is none. */
  toRow: (key: string) => boolean;
}

export interface MessageListProps {
  rows: Row[];
  label: string;
  place?: "channel" | "thread";
  /** Where it begins. A row that is not there yet is waited for while `isLoading`. */
  start: Place;
  isLoading: boolean;
  hasOlder: boolean;
  hasNewer: boolean;
  /** Before the first row, once there is nothing older. */
  intro?: ReactNode;
  handle?: Ref<ListHandle>;
  onOlder?: () => void;
  onNewer?: () => void;
  /** A day was pressed: its line, and a moment of it. Without this days are mere words. */
  onDay?: (line: Element, at: number) => void;
  /** Called with where it stands whenever that changes. */
  onMove: (place: Place) => void;
}

/** So much is on the page above and below what shows. */
const MARGIN = 900;
/** So much at first, since the heights of rows are guessed then, and so much where that was too little. */
const FIRST_MARGIN = 80;
const NEXT_MARGIN = 240;
/** So long after its first rows a list gets those around what shows: nobody waits for what they do not see. */
const WIDEN_MS = 60;
/** So close to an end of what is loaded more is asked for. */
const NEAR = 1_200;
/** So close to the end counts as being there. */
const END = 8;
/** Where a row is put that is jumped to. */
const JUMP_TOP = 96;

/** How high the last list was: the next one stands in its place. */
let lastHeight = 900;

/** Messages in a window: only what shows and a little around it is on the page, and what is read never moves. */
export function MessageList(props: MessageListProps): ReactNode {
  const {
    rows,
    label,
    place: kind = "channel",
    start,
    isLoading,
    hasOlder,
    hasNewer,
    intro,
    handle,
    onDay,
  } = props;
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [heights] = useState(() => new Heights());
  const [place, setPlace] = useState<Place>(start);
  const [height, setHeight] = useState(lastHeight);
  const [margin, setMargin] = useState(FIRST_MARGIN);
  const [current, setCurrent] = useState("");
  const day = useRef<(at: number) => void>(null);
  const now = useRef<Place>(start);
  const awaited = useRef(start === "end" ? undefined : start);
  const hadFocus = useRef(false);
  /** How high the window was when the list was last put where it stands. */
  const settledHeight = useRef(0);
  /** Where that scrolled it to: the scroll event of it is nobody's wish. */
  const settledTop = useRef<number | undefined>(undefined);
  /** A row got the focus, and may have been scrolled into view for it: the event of that comes a frame later. */
  const isFollowing = useRef(false);

  const keys = useMemo(() => rows.map((row) => row.key), [rows]);
  const offsets = offsetsOf(keys, heights);
  const [from, to] = rangeAt(offsets, scrollOf(place, keys, offsets, height), height, margin);
  const shown = rows.slice(from, to);
  const lastPost = shown.findLast((row) => row.kind === "post" || row.kind === "system")?.key;
  const tabKey = shown.some((row) => row.key === current) ? current : lastPost;

  function rowElements(): HTMLElement[] {
    return [...(content.current?.querySelectorAll<HTMLElement>(":scope > [data-row]") ?? [])];
  }

  function move(next: Place): void {
    now.current = next;
    setPlace(next);
    props.onMove(next);
  }

  /** Measures what is on the page and puts the list back where it stands. */
  function settle(): void {
    const element = log.current;
    if (!element) return;
    settledHeight.current = element.clientHeight;
    const elements = rowElements();
    for (const one of elements) heights.note(one.dataset.row ?? "", one.getBoundingClientRect().height);
    if (isFollowing.current && element.scrollTop !== settledTop.current)
      now.current = placeIn(element, elements);
    isFollowing.current = false;
    const at = now.current;
    if (at === "end") {
      if (element.scrollHeight - element.scrollTop - element.clientHeight > 0.5)
        element.scrollTop = element.scrollHeight;
    } else {
      const row = elements.find((one) => one.dataset.row === at.key);
      if (row) {
        const top = row.getBoundingClientRect().top - element.getBoundingClientRect().top;
        if (Math.abs(top - at.top) > 0.5) element.scrollTop += top - at.top;
      }
      // Where the rest fits into the window there is nothing to scroll to: the end is seen.
      const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= END;
      if (row && isAtEnd && !hasNewer && !isLoading) move("end");
      // What has come above or below has pushed it off the page: the rows around it are drawn, and then it is put right.
      if (!row && place !== at && keys.includes(at.key)) setPlace(at);
    }
    settledTop.current = element.scrollTop;
    if (margin < MARGIN && !isCovered(element)) setMargin(margin === FIRST_MARGIN ? NEXT_MARGIN : MARGIN);
    if (hadFocus.current && document.activeElement === document.body) {
      hadFocus.current = false;
      element.focus({ preventScroll: true });
    }
    askForMore();
  }

  /** Whether what shows is on the page. Before rows have been measured there may be too few of them. */
  function isCovered(element: HTMLElement): boolean {
    const measured = offsetsOf(keys, heights);
    const [needFrom, needTo] = rangeAt(measured, element.scrollTop, element.clientHeight, 0);
    return needFrom >= from && needTo <= to;
  }

  function askForMore(): void {
    const element = log.current;
    if (!element || rows.length === 0 || isLoading) return;
    if (hasOlder && element.scrollTop < NEAR) props.onOlder?.();
    if (hasNewer && element.scrollHeight - element.scrollTop - element.clientHeight < NEAR) props.onNewer?.();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once, when the row has come
  useLayoutEffect(() => {
    const wanted = awaited.current;
    if (wanted && keys.includes(wanted.key)) {
      awaited.current = undefined;
      move(wanted);
    } else if (wanted && !isLoading) {
      awaited.current = undefined;
    }
  }, [keys, isLoading]);

  useLayoutEffect(settle);

  const hasRows = rows.length > 0;
  useEffect(() => {
    if (!hasRows) return;
    const timer = setTimeout(() => setMargin(MARGIN), WIDEN_MS);
    return () => clearTimeout(timer);
  }, [hasRows]);

  const latest = useRef(settle);
  useLayoutEffect(() => {
    latest.current = settle;
  });
  useEffect(() => {
    const watch = new ResizeObserver(() => {
      if (log.current) {
        lastHeight = log.current.clientHeight || lastHeight;
        setHeight(log.current.clientHeight);
      }
      latest.current();
    });
    if (log.current) watch.observe(log.current);
    if (content.current) watch.observe(content.current);
    return () => watch.disconnect();
  }, []);

  /** The first message that shows. */
  function firstSeen(element: HTMLElement, elements: HTMLElement[]): HTMLElement | undefined {
    const { top, bottom } = element.getBoundingClientRect();
    const first = elements.find((one) => {
      const isPost = one.dataset.kind === "post" || one.dataset.kind === "system";
      return isPost && one.getBoundingClientRect().bottom > top + 1;
    });
    // Where rows are missing above it, what stands below the window is not what shows; at the beginning that is the intro.
    return first && (from === 0 || first.getBoundingClientRect().top < bottom) ? first : undefined;
  }

  /** Where the list stands, by what shows. */
  function placeIn(
    element: HTMLElement,
    elements: HTMLElement[],
    seen = firstSeen(element, elements),
  ): Place {
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= END;
    if (isAtEnd && !hasNewer) return "end";
    if (seen) {
      const top = seen.getBoundingClientRect().top - element.getBoundingClientRect().top;
      return { key: seen.dataset.row ?? "", top };
    }
    // Thrown far beyond what is on the page: the heights that are known say which row belongs here.
    const [first] = rangeAt(offsets, element.scrollTop, 0, 0);
    return { key: keys[first] ?? "", top: (offsets[first] ?? 0) - element.scrollTop };
  }

  function handleScroll(): void {
    const element = log.current;
    if (!element) return;
    if (now.current === "end" && element.clientHeight !== settledHeight.current) {
      // What is written below has grown since: nobody has scrolled, and the end is still followed.
      settle();
      return;
    }
    const elements = rowElements();
    const seen = firstSeen(element, elements);
    // Scrolling is by whole pixels. Where settling has left a fraction the row keeps the place that it had, or the
    // fractions of many times would add up.
    const isSettled = element.scrollTop === settledTop.current;
    if (!isSettled) settledTop.current = undefined;
    const at = now.current;
    const kept = at !== "end" && elements.some((one) => one.dataset.row === at.key) ? at : undefined;
    const found = placeIn(element, elements, seen);
    const next = isSettled && kept && found !== "end" ? kept : found;
    noteDay(
      seen?.dataset.row ?? (next === "end" ? undefined : next.key),
      elements,
      element.getBoundingClientRect().top,
    );
    now.current = next;
    props.onMove(next);
    const [needFrom, needTo] = rangeAt(offsets, element.scrollTop, element.clientHeight, MARGIN / 2);
    if (needFrom >= from && needTo <= to) {
      askForMore();
      return;
    }
    const [bareFrom, bareTo] = rangeAt(offsets, element.scrollTop, element.clientHeight, 0);
    if (bareFrom >= from && bareTo <= to) setPlace(next);
    else flushSync(() => setPlace(next));
  }

  /** The day of what is at the upper edge, unless its own line shows. */
  function noteDay(key: string | undefined, elements: HTMLElement[], edge: number): void {
    const row = rows.find((one) => one.key === key);
    const id = row?.kind === "post" ? row.id : row?.kind === "system" ? row.ids[0] : undefined;
    const at = (id && posts.get().posts[id]?.create_at) || 0;
    const line = elements.find((one) => one.dataset.row === `day ${dayKey(at)}`);
    day.current?.(line && line.getBoundingClientRect().top >= edge ? 0 : at);
  }

  function handleFocus(event: FocusEvent<HTMLElement>): void {
    hadFocus.current = event.target !== event.currentTarget;
    const row = event.target.closest<HTMLElement>("[data-row]");
    if (row?.dataset.row) setCurrent(row.dataset.row);
    isFollowing.current = true;
  }

  useImperativeHandle(handle, () => ({
    toEnd: () => {
      awaited.current = undefined;
      move("end");
    },
    toStart: () => {
      const [first] = keys;
      if (first !== undefined) move({ key: first, top: 0 });
    },
    toRow: (key) => {
      if (!keys.includes(key)) return false;
      awaited.current = undefined;
      setCurrent(key);
      move({ key, top: JUMP_TOP });
      return true;
    },
  }));

  function forget(): void {
    awaited.current = undefined;
  }

  return (
    <div className="list">
      <div
        className="list-log scrolls"
        ref={log}
        role="log"
        aria-live="off"
        aria-label={label}
        aria-busy={isLoading}
        tabIndex={-1}
        data-messages=""
        data-ring="inside"
        onScroll={handleScroll}
        onWheel={forget}
        onPointerDown={forget}
        onFocus={handleFocus}
      >
        {kind === "channel" && <FloatingDay ref={day} onDay={onDay} />}
        <div className="list-rows" ref={content}>
          {!hasOlder && from === 0 && intro}
          <div style={{ blockSize: offsets[from] }} />
          {shown.map((row, index) => (
            <ListRow
              key={row.key}
              row={row}
              kind={kind}
              position={from + index + 1}
              isCurrent={row.key === tabKey}
              onDay={onDay}
            />
          ))}
          <div style={{ blockSize: (offsets.at(-1) ?? 0) - (offsets[to] ?? 0) }} />
        </div>
      </div>
    </div>
  );
}

interface DayNameProps {
  at: number;
  onDay: ((line: Element, at: number) => void) | undefined;
}

/** The name of a day, which leads to other days. */
function DayName({ at, onDay }: DayNameProps): ReactNode {
  const t = useT();
  if (!onDay) return <span>{dayOf(at)}</span>;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      {...tip(t("messages.jumpToDate"))}
      onClick={(event) => onDay(event.currentTarget, at)}
    >
      {dayOf(at)}
      <Icon name="chevron-down" size={14} />
    </button>
  );
}

interface FloatingDayProps {
  /** Tells it the day, by a moment of it; 0 for none. The list is not rendered anew for it. */
  ref: Ref<(at: number) => void>;
  onDay: DayNameProps["onDay"];
}

/** The day of what is at the upper edge. */
function FloatingDay({ ref, onDay }: FloatingDayProps): ReactNode {
  const [at, setAt] = useState(0);
  useImperativeHandle(
    ref,
    () => (next) => setAt((now) => (now !== 0 && next !== 0 && dayKey(now) === dayKey(next) ? now : next)),
    [],
  );
  if (at === 0) return null;
  return (
    <div className="list-floats">
      <div className="list-day">
        <DayName at={at} onDay={onDay} />
      </div>
    </div>
  );
}

interface ListRowProps {
  row: Row;
  kind: "channel" | "thread";
  position: number;
  isCurrent: boolean;
  onDay: DayNameProps["onDay"];
}

/** Whether two rows of one list show the same. They are made anew whenever a message comes. */
function isSameRow(one: Row, other: Row): boolean {
  if (one.key !== other.key) return false;
  switch (one.kind) {
    case "day":
    case "new":
      return one.kind === other.kind && one.at === other.at;
    case "post":
      return one.kind === other.kind && one.id === other.id && one.isFirst === other.isFirst;
    case "system":
      return one.kind === other.kind && one.ids.join() === other.ids.join();
  }
}

/** A row in its place. What comes below or above it does not render it anew. */
const ListRow = memo(
  function ListRow(props: ListRowProps): ReactNode {
    const { row } = props;
    return (
      <div data-row={row.key} data-kind={row.kind}>
        <Boundary kind="row">
          <RowView {...props} />
        </Boundary>
      </div>
    );
  },
  (one, other) =>
    isSameRow(one.row, other.row) &&
    one.kind === other.kind &&
    one.position === other.position &&
    one.isCurrent === other.isCurrent &&
    one.onDay === other.onDay,
);

function RowView({ row, kind, position, isCurrent, onDay }: ListRowProps): ReactNode {
  const t = useT();
  switch (row.kind) {
    case "day":
      return (
        <div className="list-day">
          <DayName at={row.at} onDay={onDay} />
        </div>
      );
    case "new":
      return (
        // biome-ignore lint/a11y/useSemanticElements: a rule can't hold the words that are shown on it
        <div className="list-new" role="separator" aria-label={t("messages.newLine")}>
          <span>{t("messages.new")}</span>
          {row.at > 0 && <small>{t("messages.since", { time: timeOf(row.at) })}</small>}
        </div>
      );
    case "post":
      return (
        <MessageRow
          id={row.id}
          isFirst={row.isFirst}
          place={kind}
          position={position}
          isCurrent={isCurrent}
        />
      );
    case "system":
      return <SystemRow ids={row.ids.join(" ")} position={position} isCurrent={isCurrent} />;
  }
}
