// What a first load transfers, gzipped, and the size of each lazy chunk. Fails above the budget.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = join(import.meta.dirname, "../dist");
const KB = 1024;
const names = readdirSync(dist).filter((name) => /\.(js|css|html|svg)$/.test(name));
const sizes = new Map(
  names.map((name) => [name, gzipSync(readFileSync(join(dist, name)), { level: 9 }).length]),
);
const texts = new Map(
  names
    .filter((name) => /\.(js|html)$/.test(name))
    .map((name) => [name, readFileSync(join(dist, name), "utf8")]),
);

/** A file and all that it loads before it can run: what it imports, not what it may import later. */
function withImports(name, found = new Set()) {
  if (found.has(name) || !sizes.has(name)) return found;
  found.add(name);
  const text = texts.get(name) ?? "";
  const loads = name.endsWith(".html")
    ? text.matchAll(/(?:src|href)="\/static\/([^"]+)"/g)
    : text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g);
  for (const [, one] of loads) withImports(one, found);
  return found;
}

/** The styles of chunks, which Vite fetches beside them under the same name. */
function withStyles(files) {
  const stems = new Set([...files].map((name) => name.replace(/-[\w-]{8}\.\w+$/, "")));
  return [
    ...new Set([
      ...files,
      ...names.filter((name) => name.endsWith(".css") && stems.has(name.replace(/-[\w-]{8}\.css$/, ""))),
    ]),
  ];
}

const total = (files, pattern = /./) =>
  files.filter((name) => pattern.test(name)).reduce((sum, name) => sum + sizes.get(name), 0);
const chunk = (stem) => names.find((name) => name.startsWith(`${stem}-`) && name.endsWith(".js"));
/** A part of the catalogue, in the language that needs most. */
const words = (part) =>
  Math.max(...names.filter((name) => name.startsWith(`${part}-`)).map((name) => sizes.get(name)));
const atDoor = words("core");
const inChannel = atDoor + words("workspace");

const door = withStyles(withImports("root.html"));
const channel = withStyles(withImports(chunk("Workspace"), withImports("root.html")));
const icons = total(names, /^icons-.*\.svg$/);
const checks = [
  ["login, in all", total(door) + atDoor + icons, 90 * KB],
  ["channel, script", total(channel, /\.js$/) + inChannel, 150 * KB],
  ["channel, in all", total(channel) + inChannel + icons, 200 * KB],
];

for (const name of names.filter((name) => !channel.includes(name)).sort()) {
  console.log(`${(sizes.get(name) / KB).toFixed(1).padStart(8)} KB  ${name}`);
}
let isOver = false;
for (const [what, size, budget] of checks) {
  isOver ||= size > budget;
  console.log(
    `${(size / KB).toFixed(1).padStart(8)} KB of ${budget / KB}  ${what}${size > budget ? ": too much" : ""}`,
  );
}
process.exitCode = isOver ? 1 : 0;
