import type { RefObject } from "react";
import { useShortcut } from "@/features/keyboard";
import { applyEdit, type Edit, type Written } from "../field";
import { link, toggleMark } from "./format";

/** The keys that format what is selected in a field, while it has the focus. */
export function useFormatKeys(field: RefObject<HTMLTextAreaElement | null>): void {
  function format(edit: (written: Written) => Edit): boolean | undefined {
    const element = field.current;
    if (!element || element !== document.activeElement) return false;
    applyEdit(element, edit(element));
    return undefined;
  }
  useShortcut("bold", () => format((written) => toggleMark(written, "**")));
  useShortcut("italic", () => format((written) => toggleMark(written, "_")));
  useShortcut("strike", () => format((written) => toggleMark(written, "~~")));
  useShortcut("code", () => format((written) => toggleMark(written, "`")));
  useShortcut("link", () => format(link));
}
