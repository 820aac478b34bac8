import "./menu.css";
import { createContext, type KeyboardEvent, type ReactNode, use, useRef } from "react";
import { Icon, type IconName } from "../icon/Icon";
import { Kbd } from "../kbd/Kbd";
import { ariaKeys } from "../kbd/keys";
import { type Anchor, Popover } from "../popover/Popover";
import type { Align, Side } from "../popover/place";
import { rove, typeahead } from "./roving";
import { type MenuTrigger, useMenuTrigger } from "./trigger";

const CloseMenu = createContext<() => void>(() => {});

/** Letters typed within this time belong together. */
const TYPING_MS = 600;

interface MenuProps {
  label: string;
  anchor: Anchor | null;
  onClose: () => void;
  /** `MenuItem`, `MenuCheck`, `MenuSeparator`, `MenuTitle`. */
  children: ReactNode;
  id?: string;
  side?: Side;
  align?: Align;
}

/** A menu that is open: arrows, Home, End and letters move, Enter and Space choose, Escape and Tab close. */
export function Menu({ label, anchor, onClose, children, id, side, align }: MenuProps) {
  const typed = useRef({ text: "", at: 0 });

  function handleKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const index = items.findIndex((item) => item.matches(":focus"));
    let next = rove(event.key, index, items.length, { axis: "vertical" });
    if (event.key === "Tab") {
      event.preventDefault();
      onClose();
    } else if (
      event.key.length === 1 &&
      event.key !== " " &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      const now = event.timeStamp;
      const text = now - typed.current.at < TYPING_MS ? typed.current.text + event.key : event.key;
      typed.current = { text, at: now };
      next = typeahead(
        text,
        items.map((item) => item.querySelector(".ui-menu-text")?.textContent ?? ""),
        index,
      );
    } else if (next === undefined) {
      return;
    }
    // Keys that mean something in a menu mean nothing behind it.
    event.stopPropagation();
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }

  return (
    <Popover
      {...(id === undefined ? {} : { id })}
      {...(side === undefined ? {} : { side })}
      {...(align === undefined ? {} : { align })}
      role="menu"
      label={label}
      className="ui-menu"
      anchor={anchor}
      onClose={onClose}
      onKeyDown={handleKeyDown}
    >
      <CloseMenu value={onClose}>{children}</CloseMenu>
    </Popover>
  );
}

interface MenuButtonProps {
  label: string;
  /** Renders the button: `(trigger) => <IconButton {...trigger} … />`. */
  trigger: (trigger: MenuTrigger) => ReactNode;
  /** The items; called when it opens. */
  children: () => ReactNode;
  side?: Side;
  align?: Align;
}

/** A button and its menu. */
export function MenuButton({ label, trigger, children, side, align }: MenuButtonProps) {
  const { trigger: carried, menu } = useMenuTrigger();
  return (
    <>
      {trigger(carried)}
      {menu && (
        <Menu
          {...menu}
          {...(side === undefined ? {} : { side })}
          {...(align === undefined ? {} : { align })}
          label={label}
        >
          {children()}
        </Menu>
      )}
    </>
  );
}

interface MenuItemProps {
  children: ReactNode;
  icon?: IconName;
  /** The shortcut that does the same. */
  keys?: string;
  kind?: "plain" | "danger";
  /** A second line. */
  help?: ReactNode;
  /** Why it can't be chosen now, in two or three words, shown at its end. */
  unavailable?: string | undefined;
  onSelect: () => void;
}

/** One thing to do. The menu is gone, and the focus back, before it is done. */
export function MenuItem({
  children,
  icon,
  keys,
  kind = "plain",
  help,
  unavailable,
  onSelect,
}: MenuItemProps) {
  const close = use(CloseMenu);
  function handleClick() {
    if (unavailable !== undefined) return;
    close();
    onSelect();
  }
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="ui-menu-item"
      data-kind={kind}
      aria-disabled={unavailable !== undefined || undefined}
      aria-keyshortcuts={keys && ariaKeys(keys)}
      onClick={handleClick}
    >
      {icon && <Icon name={icon} />}
      <span className="ui-menu-text">
        {children}
        {help && <small>{help}</small>}
      </span>
      {unavailable !== undefined ? (
        <span className="ui-menu-note">{unavailable}</span>
      ) : (
        keys && <Kbd keys={keys} />
      )}
    </button>
  );
}

interface MenuCheckProps {
  children: ReactNode;
  icon?: IconName;
  checked: boolean;
  /** `one`: the only one of its group that is on. */
  of?: "one" | "many";
  help?: ReactNode;
  onSelect: () => void;
}

/** Something that is on or off. */
export function MenuCheck({ children, icon, checked, of = "many", help, onSelect }: MenuCheckProps) {
  const close = use(CloseMenu);
  function handleClick() {
    close();
    onSelect();
  }
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a checked state
    <button
      type="button"
      role={of === "one" ? "menuitemradio" : "menuitemcheckbox"}
      aria-checked={checked}
      tabIndex={-1}
      className="ui-menu-item"
      onClick={handleClick}
    >
      {icon && <Icon name={icon} />}
      <span className="ui-menu-text">
        {children}
        {help && <small>{help}</small>}
      </span>
      {checked && <Icon name="check" size={16} className="ui-menu-check" />}
    </button>
  );
}

/** A line between groups. */
export function MenuSeparator() {
  return <hr />;
}

/** The name of the group below. */
export function MenuTitle({ children }: { children: ReactNode }) {
  return (
    <div role="presentation" className="ui-menu-title">
      {children}
    </div>
  );
}
