import "./empty.css";
import type { ReactNode } from "react";
import { Icon } from "../icon/Icon";

interface EmptyStateProps {
  /** What lies under the lamp: a sheet for a new place, a cup for done, a lens for nothing found; or a lock alone. */
  picture: "sheet" | "cup" | "lens" | "lock";
  /** Two to four words. */
  title: ReactNode;
  /** Nothing else is on the page, which it names. */
  isPage?: boolean;
  /** One sentence. */
  children?: ReactNode;
  /** At most two buttons. */
  actions?: ReactNode;
}

const under = {
  sheet: <path className="ui-empty-paper" d="M52 93.5l4-10h24l4 10z" />,
  cup: (
    <path
      className="ui-empty-paper"
      d="M57 78h16v9a6 6 0 0 1-6 6h-4a6 6 0 0 1-6-6zM73 80.5h2.5a3.5 3.5 0 0 1 0 7H73"
    />
  ),
  lens: (
    <>
      <circle className="ui-empty-paper" cx="63" cy="81" r="7.5" />
      <path d="M68.5 86.5L75 93" />
    </>
  ),
};

/** A place with nothing in it, and what can be done about that. */
export function EmptyState({ picture, title, isPage = false, children, actions }: EmptyStateProps) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="ui-empty">
      {picture === "lock" ? (
        <Icon name="lock" size={32} />
      ) : (
        <svg viewBox="0 0 132 104" aria-hidden="true">
          <path className="ui-empty-light" d="M66 42L18 94h96z" />
          <path className="ui-empty-beam" d="M66 42L38 94h56z" />
          <path d="M66 4v14" />
          <path className="ui-empty-paper" d="M46 38c0-11 9-20 20-20s20 9 20 20z" />
          <path className="ui-empty-bulb" d="M60.5 38a5.5 5.5 0 0 0 11 0z" />
          {under[picture]}
          <path d="M8 94h116" />
        </svg>
      )}
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {actions && <div className="ui-empty-actions">{actions}</div>}
    </div>
  );
}
