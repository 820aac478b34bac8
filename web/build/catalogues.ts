import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

/** Areas that come with their own lazy chunk; all others are in the catalogue that every page loads. */
const LAZY = new Set(["admin", "settings"]);
const PREFIX = "virtual:catalogue/";

/**
 * `virtual:catalogue/<language>/<core or lazy area>`: the messages of `src/i18n/<language>/<area>.json`, compiled, so
 * that no parser of ICU messages reaches the browser.
 */
export function catalogues(): Plugin {
  const folder = join(import.meta.dirname, "../src/i18n");
  return {
    name: "wardroom-catalogues",
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const [language = "", part = ""] = id.slice(PREFIX.length + 1).split("/");
      const messages: Record<string, unknown> = {};
      for (const file of readdirSync(join(folder, language)).sort()) {
        const area = file.replace(/\.json$/, "");
        if ((LAZY.has(area) ? area : "core") !== part) continue;
        const path = join(folder, language, file);
        this.addWatchFile(path);
        for (const [key, text] of Object.entries(JSON.parse(readFileSync(path, "utf8")))) {
          messages[key] = compileMessage(String(text));
        }
      }
      return `export const messages = JSON.parse(${JSON.stringify(JSON.stringify(messages))});`;
    },
  };
}
