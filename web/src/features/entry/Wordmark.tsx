import type { ReactNode } from "react";

/** The sign and the word, in the ink of the theme; only the lamp has a colour. */
export function Wordmark(): ReactNode {
  return (
    <svg className="entry-wordmark" viewBox="-3 1 178 33" role="img" aria-label="Wardroom">
      <g>
        <path d="M0 14v10a6 6 0 0 0 12 0v-3.5M12 24a6 6 0 0 0 12 0V14M47 14v16M55 30V14m0 8a8 8 0 0 1 8.5-8M83 4v26M91 30V14m0 8a8 8 0 0 1 8.5-8" />
        <circle cx="39" cy="22" r="8" />
        <circle cx="75" cy="22" r="8" />
        <circle cx="110" cy="22" r="8" />
        <circle cx="132.5" cy="22" r="8" />
        <path d="M172.5 30V20a6 6 0 0 0-12 0v3.5M160.5 20a6 6 0 0 0-12 0v10" />
      </g>
      <circle cx="12" cy="12.6" r="2.9" />
    </svg>
  );
}
