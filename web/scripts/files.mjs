// What is in dist/, and what of it a first load needs.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const dist = join(import.meta.dirname, "../dist");

/** Everything with a name of its own in dist/. */
export function filesIn(folder = dist) {
  return readdirSync(folder).filter((name) => /\.(js|css|html|svg)$/.test(name));
}

/** A file and all that it loads before it can run: what it imports, not what it may import later. */
export function withImports(name, names, found = new Set()) {
  if (found.has(name) || !names.includes(name)) return found;
  found.add(name);
  if (!/\.(js|html)$/.test(name)) return found;
  const text = readFileSync(join(dist, name), "utf8");
  const loads = name.endsWith(".html")
    ? text.matchAll(/(?:src|href)="\/static\/([^"]+)"/g)
    : text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g);
  for (const [, one] of loads) withImports(one, names, found);
  return found;
}

/** The same with the styles of its chunks, which Vite fetches beside them under the same name. */
export function withStyles(files, names) {
  const stem = (name) => name.replace(/-[\w-]{8}\.\w+$/, "");
  const stems = new Set([...files].map(stem));
  return [...new Set([...files, ...names.filter((name) => name.endsWith(".css") && stems.has(stem(name)))])];
}
