// The looks of menus come with their buttons, so that what a later piece says of its own surface comes after them.
import "../popover/popover.css";
import "./menu.css";
import { type KeyboardEvent, useId, useState } from "react";

/** What the button of a menu must carry. */
export interface MenuTrigger {
  ref: (element: HTMLElement | null) => void;
  id: string;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  "aria-controls": string | undefined;
}

/** What a menu gets of its button. */
export interface OpenMenu {
  id: string;
  anchor: HTMLElement | null;
  onClose: () => void;
}

/** The button of a menu, and the menu while it is open, which may be a piece of the page that comes then. */
export function useMenuTrigger(): { trigger: MenuTrigger; menu: OpenMenu | undefined } {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return {
    trigger: {
      ref: setAnchor,
      id: `${id}button`,
      onClick: () => setIsOpen(!isOpen),
      onKeyDown: (event) => {
        if (isOpen || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
        event.preventDefault();
        event.stopPropagation();
        setIsOpen(true);
      },
      "aria-haspopup": "menu",
      "aria-expanded": isOpen,
      "aria-controls": isOpen ? id : undefined,
    },
    menu: isOpen ? { id, anchor, onClose: () => setIsOpen(false) } : undefined,
  };
}
