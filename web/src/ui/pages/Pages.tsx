import "./pages.css";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../button/IconButton";
import { TextInput } from "../field/TextInput";

interface PagesProps {
  title: string;
  /** Beside the title: what it is the administration of. */
  aside?: ReactNode;
  search?: { label: string; term: string; onTerm: (term: string) => void };
  /** The names of the pages, as links, or what the search found. */
  names: ReactNode;
  /** The heading of the page that is shown. */
  heading: ReactNode;
  /** What changes when another page is shown. */
  page: string;
  /** On a phone the page is shown rather than the names. */
  isOpen: boolean;
  /** Tables and configuration take more width than sentences. */
  wide?: boolean;
  back: { label: string; onBack: () => void };
  leave: { label: string; onLeave: () => void };
  children: ReactNode;
}

/** A sheet with the names of pages at its start and one page beside them; on a phone, first the names, then the page. */
export function Pages(props: PagesProps) {
  const { title, aside, search, names, heading, page, isOpen, wide = false, back, leave, children } = props;
  const top = useRef<HTMLHeadingElement>(null);
  const shown = useRef(page);

  // A new page is read from its heading; the first one leaves the focus where the browser put it.
  useEffect(() => {
    if (shown.current !== page) top.current?.focus();
    shown.current = page;
  }, [page]);

  return (
    <div className="ui-pages">
      <main className="ui-pages-sheet">
        <header className="ui-pages-bar" data-open={isOpen ? "" : undefined}>
          {isOpen && (
            <span className="ui-pages-narrow">
              <IconButton icon="arrow-left" label={back.label} onClick={back.onBack} />
            </span>
          )}
          <h1>{title}</h1>
          {aside}
          <div className="ui-pages-gap grow" />
          {search && (
            <search className="ui-pages-search">
              <TextInput
                label={search.label}
                hideLabel
                icon="search"
                type="search"
                size="small"
                placeholder={search.label}
                value={search.term}
                onChange={search.onTerm}
                onKeyDown={(event) => event.key === "Escape" && search.onTerm("")}
              />
            </search>
          )}
          <IconButton icon="close" label={leave.label} onClick={leave.onLeave} />
        </header>
        <div className="ui-pages-body" data-open={isOpen ? "" : undefined}>
          <nav className="ui-pages-nav scrolls" aria-label={title}>
            {names}
          </nav>
          <div className="ui-pages-page scrolls">
            <div className="ui-pages-column" data-wide={wide ? "" : undefined}>
              <h2 ref={top} tabIndex={-1}>
                {heading}
              </h2>
              {children}
            </div>
          </div>
        </div>
      </main>
    </div>
  );
}
