import "./combobox.css";
import { type KeyboardEvent, useId, useLayoutEffect, useState } from "react";
import { rove } from "../menu/roving";

interface ComboboxRules {
  /** How many options there are now; none means the list is closed. */
  count: number;
  onPick: (index: number) => void;
  /** Escape. Without it the key is left alone. */
  onClose?: () => void;
  /** Tab picks too, as in a composer. */
  tabPicks?: boolean;
  /** Whether the first option is active from the start, so that Enter picks it. */
  startAtFirst?: boolean;
}

/** What the field must carry. */
interface ComboboxField {
  role: "combobox";
  "aria-autocomplete": "list";
  "aria-expanded": boolean;
  "aria-controls": string | undefined;
  "aria-activedescendant": string | undefined;
}

interface ComboboxOption {
  id: string;
  role: "option";
  "aria-selected": boolean;
  onPointerMove: () => void;
  onClick: () => void;
}

/**
 * A field with a list under it, of any shape: the focus stays in the field, the active option is told by
 * `aria-activedescendant`. Arrows move, Enter picks. Give `handleKeyDown` each key first; it says whether it was used.
 */
export function useCombobox(rules: ComboboxRules) {
  const { count, onPick, onClose, tabPicks = false, startAtFirst = true } = rules;
  const base = useId();
  const [wished, setActive] = useState(startAtFirst ? 0 : -1);
  const active = Math.min(wished, count - 1);
  const activeId = active >= 0 ? `${base}${active}` : undefined;

  useLayoutEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView?.({ block: "nearest" });
  }, [activeId]);

  function pick(index: number) {
    setActive(startAtFirst ? 0 : -1);
    onPick(index);
  }

  function handleKeyDown(event: KeyboardEvent): boolean {
    if (count === 0 || event.nativeEvent.isComposing) return false;
    const picks = event.key === "Enter" || (tabPicks && event.key === "Tab" && !event.shiftKey);
    if (picks && active >= 0) pick(active);
    else if (event.key === "Escape" && onClose) onClose();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setActive(rove(event.key, active, count, { axis: "vertical" }) ?? active);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  const field: ComboboxField = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": count > 0,
    "aria-controls": count > 0 ? `${base}list` : undefined,
    "aria-activedescendant": activeId,
  };
  const optionAt = (index: number): ComboboxOption => ({
    id: `${base}${index}`,
    role: "option",
    "aria-selected": index === active,
    onPointerMove: () => setActive(index),
    onClick: () => pick(index),
  });
  return { active, field, listId: `${base}list`, optionAt, handleKeyDown, restart: () => setActive(0) };
}
