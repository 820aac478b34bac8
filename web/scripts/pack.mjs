// Finishes dist/ after Vite: the page gets the name that the server asks for, and every file its .br and .gz beside it.
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = join(import.meta.dirname, "../dist");
renameSync(join(dist, "index.html"), join(dist, "root.html"));

for (const name of readdirSync(dist)) {
  if (!/\.(js|css|html|svg|json|webmanifest|txt)$/.test(name)) continue;
  const content = readFileSync(join(dist, name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content, quality));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}
