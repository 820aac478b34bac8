import "./calendar.css";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { currentLocale, useT } from "@/i18n";
import { IconButton } from "../button/IconButton";
import { addMonths, type Day, formatDay, stepDay, today, weekStart, weeksOf } from "./days";

interface CalendarProps {
  value?: Day | undefined;
  onPick: (day: Day) => void;
  /** Days outside can be seen, not picked. */
  min?: Day;
  max?: Day;
}

/** A month. Arrows move by day and week, Home and End to the ends of the week, Page Up and Down by month. */
export function Calendar({ value, onPick, min = "0000", max = "9999" }: CalendarProps) {
  const t = useT();
  const locale = currentLocale();
  const firstDay = weekStart(locale);
  const [focused, setFocused] = useState<Day>(value ?? today());
  const byKey = useRef(false);
  const grid = useRef<HTMLTableElement>(null);
  const now = today();
  const weeks = weeksOf(focused, firstDay);

  useLayoutEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus();
    byKey.current = false;
  }, [focused]);

  function handleKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const next = stepDay(event.key, focused, firstDay, rtl);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    byKey.current = true;
    setFocused(next);
  }
  return (
    <div className="ui-calendar">
      <div className="ui-calendar-head">
        <h2 aria-live="polite">{formatDay(focused, locale, { month: "long", year: "numeric" })}</h2>
        <IconButton
          icon="chevron-left"
          label={t("ui.previousMonth")}
          size={28}
          onClick={() => setFocused(addMonths(focused, -1))}
        />
        <IconButton
          icon="chevron-right"
          label={t("ui.nextMonth")}
          size={28}
          onClick={() => setFocused(addMonths(focused, 1))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of the calendar grid */}
      <table ref={grid} role="grid" onKeyDown={handleKeyDown}>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={formatDay(day, locale, { weekday: "long" })}>
                {formatDay(day, locale, { weekday: "short" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a cell of a grid can be selected
                <td key={day} aria-selected={day === value}>
                  <button
                    type="button"
                    data-day={day}
                    data-autofocus={day === focused ? "" : undefined}
                    data-other={day.slice(0, 7) === focused.slice(0, 7) ? undefined : ""}
                    aria-label={formatDay(day, locale, { dateStyle: "full" })}
                    aria-current={day === now ? "date" : undefined}
                    tabIndex={day === focused ? 0 : -1}
                    disabled={day < min || day > max}
                    onClick={() => onPick(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
