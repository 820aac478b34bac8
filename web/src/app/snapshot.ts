import { cookie } from "@/lib/cookies";
import { keepBeside } from "@/lib/localStore";

/** A piece of a page: its tag, its attributes, and what is in it. */
type Piece = string | [tag: string, attributes: Record<string, string>, ...content: Piece[]];

/** What a page showed, for who opens the same address next. */
export interface Snapshot {
  path: string;
  /** How wide the window was. */
  width: number;
  /** The style sheets that came after the page's own. */
  styles: string[];
  content: Piece;
}

/** What only a living page has. */
const LIVING = "dialog, [popover], script, style, iframe, object, embed, video, audio, canvas";
/** What makes an element do something, be reached, or be found; style and value are read as they are now. */
const ACTING = /^(?:on|id$|for$|name$|href$|tabindex$|target$|autofocus$|aria-live$|style$|value$)/;

/** An element as it shows. What lies outside of the window leaves the room that it takes. */
export function pieceOf(node: Node): Piece | undefined {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || node.matches(LIVING)) return undefined;
  const { top, bottom, height } = node.getBoundingClientRect();
  if (height > 0 && (bottom < 0 || top > innerHeight))
    return ["div", { style: `flex:none;block-size:${height}px` }];
  const attributes: Record<string, string> = {};
  for (const { name, value } of node.attributes) if (!ACTING.test(name)) attributes[name] = value;
  if ("style" in node && node.style instanceof CSSStyleDeclaration && node.style.length > 0)
    attributes.style = node.style.cssText;
  const icon = node instanceof SVGUseElement && node.getAttribute("href");
  if (icon) attributes.href = icon;
  if (node.scrollTop > 0) attributes.scroll = String(node.scrollTop);
  const written = node instanceof HTMLTextAreaElement ? [node.value] : undefined;
  if (node instanceof HTMLInputElement && node.type !== "password") attributes.value = node.value;
  return [
    node.localName,
    attributes,
    ...(written ?? [...node.childNodes].map(pieceOf)).filter((one) => one !== undefined),
  ];
}

/**
 * Writes down what this page shows whenever it is left, so that its next start shows that before anything has been read or
 * asked for (`build/look.js`). Nobody else sees it: it belongs to the user, and goes with what else is kept of them.
 */
export function keepSnapshot(user: string): () => void {
  const keep = (): void => {
    const app = document.querySelector(".app");
    if (document.visibilityState === "visible" || !app || cookie("MMUSERID") !== user) return;
    const content = pieceOf(app);
    const [, ...styles] = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map(
      ({ href }) => new URL(href).pathname,
    );
    if (content)
      keepBeside("snapshot", {
        path: location.pathname,
        width: innerWidth,
        styles,
        content,
      } satisfies Snapshot);
  };
  document.addEventListener("visibilitychange", keep);
  return () => document.removeEventListener("visibilitychange", keep);
}
