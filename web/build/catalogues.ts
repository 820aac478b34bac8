import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

/**
 * In which part of the catalogue an area comes; all others are in `core`, which the pages at the door load, and in
 * `workspace`, so that all pages behind it load one part. What is said at the door comes apart for the few pages behind it
 * that say it too.
 */
const PARTS = new Map([
  ["admin", "admin"],
  ["alerts", "alerts"],
  ["channels", "channels"],
  ["emoji", "reading"],
  ["entry", "entry"],
  ["people", "people"],
  ["reading", "reading"],
  ["session", "session"],
  ["settings", "settings"],
  ["setup", "setup"],
  ["composer", "workspace"],
  ["messages", "workspace"],
  ["moving", "workspace"],
]);
/** What a part holds besides its own areas. */
const WITHIN = new Map([
  ["core", ["entry"]],
  ["workspace", ["core"]],
]);
const PREFIX = "virtual:catalogue/";

/**
 * `virtual:catalogue/<language>/<part>`: the messages of `src/i18n/<language>/<area>.json`, compiled, so
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
        const own = PARTS.get(area) ?? "core";
        if (own !== part && !WITHIN.get(part)?.includes(own)) continue;
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
