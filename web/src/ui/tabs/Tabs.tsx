import "./tabs.css";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { Badge } from "../badge/Badge";
import { rove } from "../menu/roving";

export interface Tab<Id extends string> {
  id: Id;
  text: ReactNode;
  count?: number;
  /** What is counted, in words. */
  countLabel?: string;
}

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  /** What the selected tab shows. */
  children: ReactNode;
}

/** Views of one thing, one at a time. Arrows choose, Home and End go to the ends. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect, children }: TabsProps<Id>) {
  const base = useId();
  function handleKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const index = tabs.findIndex((tab) => tab.id === selected);
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const next = tabs[rove(event.key, index, tabs.length, { axis: "horizontal", rtl }) ?? -1];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    document.getElementById(`${base}${next.id}`)?.focus();
  }
  return (
    <>
      <div className="ui-tabs" role="tablist" aria-label={label} onKeyDown={handleKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            className="ui-tab"
            id={base + tab.id}
            aria-selected={tab.id === selected}
            aria-controls={tab.id === selected ? `${base}panel` : undefined}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={() => onSelect(tab.id)}
          >
            {tab.text}
            {tab.count !== undefined && <Badge kind="flat" count={tab.count} label={tab.countLabel ?? ""} />}
          </button>
        ))}
      </div>
      <div id={`${base}panel`} role="tabpanel" aria-labelledby={base + selected}>
        {children}
      </div>
    </>
  );
}
