import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished } from "vitest";
import { InLanguage, loadTexts, startLanguage } from "@/i18n";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
await startLanguage();
await loadTexts("workspace");

/** One element on a page, and how to find and touch it. */
export interface Rendered {
  container: HTMLElement;
  rerender: (element: ReactNode) => void;
  /** The one element that matches; a test that expects none asks `container`. */
  find: <E extends HTMLElement = HTMLElement>(selector: string) => E;
  click: (selector: string) => void;
  press: (key: string, init?: KeyboardEventInit) => void;
  type: (selector: string, text: string) => void;
}

/** Renders on a page of its own, which goes when the test ends. */
export function render(element: ReactNode): Rendered {
  const container = document.createElement("div");
  document.body.append(container);
  const root = createRoot(container);
  const show = (shown: ReactNode): void => act(() => root.render(<InLanguage>{shown}</InLanguage>));
  show(element);
  onTestFinished(() => {
    act(() => root.unmount());
    container.remove();
  });
  function find<E extends HTMLElement = HTMLElement>(selector: string): E {
    const found = document.querySelectorAll<E>(selector);
    const [first] = found;
    if (!first || found.length > 1) throw new Error(`${found.length} elements match ${selector}`);
    return first;
  }
  return {
    container,
    find,
    rerender: show,
    click: (selector) => act(() => find(selector).click()),
    press: (key, init) =>
      act(() => {
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
      }),
    type: (selector, text) =>
      act(() => {
        const field = find<HTMLInputElement>(selector);
        // React listens to the native setter, so the value is set past its own.
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, text);
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }),
  };
}
