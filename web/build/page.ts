import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const read = (path: string): string => readFileSync(join(import.meta.dirname, path), "utf8");

/** The script that runs before anything is drawn. Its name says what is in it, so that it is kept as all others are. */
const LOOK = read("look.js").replace(/^ *\/\/.*\n/gm, "");
const LOOK_NAME = `look-${createHash("sha256").update(LOOK).digest("hex").slice(0, 8)}.js`;
const ICON = `data:image/svg+xml,${encodeURIComponent(read("../public/favicon.svg").trim())}`;

/** All icons. Beside ids of the page's own elements theirs begin with `icon-`. */
const SPRITE = read("../src/ui/icon/icons.svg")
  .trim()
  .replace(/\n?<!--.*?-->/gs, "")
  .replaceAll('<symbol id="', '<symbol id="icon-')
  .replace("<svg ", '<svg class="ui-sprite" aria-hidden="true" ');

/**
 * Puts into the page what has to be there at its very beginning: its icon, the script that comes before all others, and the
 * sprite, which would be one more request and shows nothing until it is there.
 */
export function pageHead(): Plugin {
  return {
    name: "wardroom-page-head",
    buildStart() {
      if (!this.meta.watchMode) this.emitFile({ type: "asset", fileName: LOOK_NAME, source: LOOK });
    },
    transformIndexHtml: {
      order: "post",
      handler: (plain, { path, bundle }) => {
        const html = plain.replace("</body>", () => `  ${SPRITE}\n  </body>`);
        if (!path.endsWith("index.html")) return html;
        const page = html.replace(/(?<=<link rel="icon" href=")[^"]*/, () => ICON);
        if (!bundle) return { html: page, tags: [{ tag: "script", children: LOOK, injectTo: "head" }] };
        const address = (pattern: RegExp): string => {
          const name = Object.keys(bundle).find((one) => pattern.test(one));
          if (!name) throw new Error(`the build has changed: there is no ${pattern}`);
          return `/static/${name}`;
        };
        const src = address(/^look-/);
        const attributes = {
          src,
          "data-script": address(/^desk-.*\.js$/),
          "data-style": address(/^desk-.*\.css$/),
        };
        const said = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
        // The styles that it adds stand behind those of every page.
        return page.replace("</head>", () => `  <script${said.join("")}></script>\n  </head>`);
      },
    },
  };
}
