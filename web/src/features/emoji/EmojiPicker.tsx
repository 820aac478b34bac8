import "./emoji.css";
import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useT } from "@/i18n";
import { type EmojiGroup, TONES, type Tone, useEmoji } from "@/lib/emoji";
import { IconButton } from "@/ui/button/IconButton";
import { Icon } from "@/ui/icon/Icon";
import { type Anchor, Popover } from "@/ui/popover/Popover";
import { Toolbar } from "@/ui/toolbar/Toolbar";
import { tip } from "@/ui/tooltip/tip";
import { type Cell, COLUMNS, type Section, type Spot, sectionsOf, step } from "./grid";
import { emojiWishes, useRecentEmoji } from "./model";

export interface EmojiPickerProps {
  anchor: Anchor | null;
  /** The name that was picked, tone included. Whoever uses it notes that with `noteEmoji`. */
  onPick: (name: string) => void;
  onClose: () => void;
  side?: "above" | "below";
  align?: "start" | "end";
}

/** What stands for a group in the row of groups. */
const FACES: Record<EmojiGroup, string> = {
  smileys: "😀",
  people: "👋",
  nature: "🌿",
  food: "🍏",
  travel: "🚆",
  activities: "⚽",
  objects: "💡",
  symbols: "🔣",
  flags: "🏁",
};

const START: Spot = { row: 0, column: 0 };

/** All emoji, to search and to pick from: the focus stays in the search field, arrows go through the grid. */
export function EmojiPicker({ anchor, onPick, onClose, side = "above", align = "start" }: EmojiPickerProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const table = useEmoji();
  const tone = emojiWishes.use((state) => state.tone);
  const recent = useRecentEmoji(COLUMNS * 2);
  const recentKey = recent.join(" ");
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState<Spot>(START);
  const [areTonesOpen, setAreTonesOpen] = useState(false);
  const wanted = useDeferredValue(typed);
  const found = useCallback(
    (text: string) => (table ? sectionsOf(table, text, recentKey.split(" "), tone || undefined) : []),
    [table, recentKey, tone],
  );
  const sections = useMemo(() => found(wanted), [found, wanted]);
  const rows = useMemo(() => sections.flatMap((section) => section.rows), [sections]);
  const current = rows[active.row]?.[active.column];
  const activeId = current ? `${id}-${active.row}-${active.column}` : undefined;

  useLayoutEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  function pick(cell: Cell | undefined): void {
    if (cell) onPick(cell.name);
  }

  function handleKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart, value } = event.currentTarget;
    const isAcross = event.key === "ArrowLeft" || event.key === "ArrowRight";
    // What was typed counts, also while the grid still shows what was found before.
    if (event.key === "Enter") pick(value === wanted ? current : found(value)[0]?.rows[0]?.[0]);
    else if (
      event.key === "ArrowDown" ||
      event.key === "ArrowUp" ||
      (isAcross && selectionStart === value.length)
    )
      setActive(step(rows, active, event.key));
    else return;
    event.preventDefault();
  }

  function handleType(text: string): void {
    setTyped(text);
    setActive(START);
  }

  function handleJump(section: Section["id"]): void {
    const first = sections.findIndex((one) => one.id === section);
    const row = sections.slice(0, first).reduce((sum, one) => sum + one.rows.length, 0);
    setTyped("");
    setActive({ row, column: 0 });
    list.current?.querySelector(`[data-section="${section}"]`)?.scrollIntoView({ block: "start" });
    field.current?.focus();
  }

  function handleTone(next: Tone | ""): void {
    emojiWishes.set({ tone: next });
    setAreTonesOpen(false);
    field.current?.focus();
  }

  let before = 0;
  return (
    <Popover
      anchor={anchor}
      onClose={onClose}
      side={side}
      align={align}
      label={t("emoji.title")}
      className="emoji-picker"
      focus={field}
    >
      <div className="emoji-search">
        <span className="ui-input">
          <Icon name="search" size={16} />
          <input
            ref={field}
            role="combobox"
            aria-label={t("emoji.search")}
            placeholder={t("emoji.search")}
            aria-expanded={rows.length > 0}
            aria-controls={`${id}list`}
            aria-activedescendant={activeId}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            value={typed}
            onChange={(event) => handleType(event.currentTarget.value)}
            onKeyDown={handleKeyDown}
          />
        </span>
        <button
          type="button"
          className="ui-tool emoji-tone"
          aria-label={t("emoji.tone")}
          aria-expanded={areTonesOpen}
          {...tip(t("emoji.tone"))}
          onClick={() => setAreTonesOpen(!areTonesOpen)}
        >
          {toneSign(tone)}
        </button>
      </div>
      {areTonesOpen ? (
        <Toolbar label={t("emoji.tone")} className="emoji-tabs">
          {(["", ...TONES] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="ui-tool emoji-tone"
              aria-pressed={one === tone}
              aria-label={t(`emoji.tone.${one || "none"}`)}
              {...tip(t(`emoji.tone.${one || "none"}`))}
              onClick={() => handleTone(one)}
            >
              {toneSign(one)}
            </button>
          ))}
        </Toolbar>
      ) : (
        <Toolbar label={t("emoji.groups")} className="emoji-tabs">
          <IconButton
            icon="history"
            size={28}
            label={t("emoji.group.recent")}
            onClick={() => handleJump("recent")}
          />
          {table?.groups.map(([group]) => (
            <button
              key={group}
              type="button"
              className="ui-tool emoji-group"
              aria-label={t(`emoji.group.${group}`)}
              {...tip(t(`emoji.group.${group}`))}
              onClick={() => handleJump(group)}
            >
              {FACES[group]}
            </button>
          ))}
        </Toolbar>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press must not take the focus out of the field */}
      <div className="emoji-list scrolls" ref={list} onMouseDown={(event) => event.preventDefault()}>
        {table && rows.length === 0 && (
          <p className="emoji-none" role="status">
            {t("emoji.nothing", { text: typed.trim() })}
          </p>
        )}
        <div id={`${id}list`} role="listbox" aria-label={t("emoji.title")} tabIndex={-1}>
          {sections.map((section) => {
            const first = before;
            before += section.rows.length;
            const isActive = active.row >= first && active.row < before;
            return (
              <SectionRows
                key={section.id}
                section={section}
                label={t(`emoji.group.${section.id}`)}
                id={id}
                first={first}
                active={isActive ? active : undefined}
                onActive={setActive}
                onPick={pick}
              />
            );
          })}
        </div>
      </div>
      <div className="emoji-foot" aria-hidden="true">
        {current && (
          <>
            <span className="emoji-big">{current.sign}</span>
            <span className="cut">:{current.name}:</span>
          </>
        )}
      </div>
    </Popover>
  );
}

const HANDS: Record<Tone | "", string> = {
  "": "✋",
  light: "✋🏻",
  medium_light: "✋🏼",
  medium: "✋🏽",
  medium_dark: "✋🏾",
  dark: "✋🏿",
};
const toneSign = (tone: Tone | ""): string => HANDS[tone];

interface SectionRowsProps {
  section: Section;
  label: string;
  id: string;
  /** The number of its first row. */
  first: number;
  active: Spot | undefined;
  onActive: (spot: Spot) => void;
  onPick: (cell: Cell | undefined) => void;
}

/** A group under its title. Its rows are made when it comes near the screen, and their space is there before. */
function SectionRows({ section, label, id, first, active, onActive, onPick }: SectionRowsProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(first === 0);
  const isThere = isNear || active !== undefined;

  useEffect(() => {
    if (isThere || !element.current) return;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setIsNear(true);
      },
      { root: element.current.closest(".emoji-list"), rootMargin: "240px" },
    );
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [isThere]);

  function cellAt(target: EventTarget): Spot | undefined {
    const spot =
      target instanceof Element ? target.closest<HTMLElement>("[data-spot]")?.dataset.spot : undefined;
    const [row, column] = spot?.split("-").map(Number) ?? [];
    return row === undefined || column === undefined ? undefined : { row, column };
  }

  function handleMove(event: MouseEvent): void {
    const spot = cellAt(event.target);
    if (spot && (spot.row !== active?.row || spot.column !== active.column)) onActive(spot);
  }

  function handleClick(event: MouseEvent): void {
    const spot = cellAt(event.target);
    if (spot) onPick(section.rows[spot.row - first]?.[spot.column]);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the keys of the whole grid
    // biome-ignore lint/a11y/useSemanticElements: a group of options is no group of fields
    <div
      ref={element}
      role="group"
      aria-label={label}
      className="emoji-section"
      data-section={section.id}
      onMouseMove={handleMove}
      onClick={handleClick}
    >
      <div className="emoji-title" aria-hidden="true">
        {label}
      </div>
      {isThere ? (
        section.rows.map((row, index) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name than their place
            key={index}
            cells={row}
            id={id}
            row={first + index}
            active={active?.row === first + index ? active.column : -1}
          />
        ))
      ) : (
        <div style={{ blockSize: `calc(${section.rows.length} * var(--cell))` }} />
      )}
    </div>
  );
}

interface RowProps {
  cells: Cell[];
  id: string;
  row: number;
  active: number;
}

const Row = memo(function Row({ cells, id, row, active }: RowProps): ReactNode {
  return (
    <div className="emoji-row">
      {cells.map(({ sign, name }, column) => (
        <div
          key={name}
          id={`${id}-${row}-${column}`}
          role="option"
          tabIndex={-1}
          className="emoji-cell"
          data-spot={`${row}-${column}`}
          aria-selected={column === active}
          aria-label={name.replaceAll(/[_-]/g, " ")}
        >
          {sign}
        </div>
      ))}
    </div>
  );
});
