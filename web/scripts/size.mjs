// What a first load transfers, gzipped, and the size of each lazy chunk. Fails above the budget.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dist, filesIn, withImports, withStyles } from "./files.mjs";

const KB = 1024;
const names = filesIn();
const sizes = new Map(
  names.map((name) => [name, gzipSync(readFileSync(join(dist, name)), { level: 9 }).length]),
);

const total = (files, pattern = /./) =>
  files.filter((name) => pattern.test(name)).reduce((sum, name) => sum + sizes.get(name), 0);
const chunk = (stem) => names.find((name) => name.startsWith(`${stem}-`) && name.endsWith(".js"));
/** A part of the catalogue, in the language that needs most. */
const words = (part) =>
  Math.max(...names.filter((name) => name.startsWith(`${part}-`)).map((name) => sizes.get(name)));
const atDoor = words("core");
const inChannel = words("workspace");

const door = withStyles(withImports("root.html", names), names);
const channel = withStyles(withImports(chunk("desk"), names, withImports("root.html", names)), names);
const checks = [
  ["login, in all", total(door) + atDoor, 90 * KB],
  ["channel, script", total(channel, /\.js$/) + inChannel, 150 * KB],
  ["channel, in all", total(channel) + inChannel, 200 * KB],
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
