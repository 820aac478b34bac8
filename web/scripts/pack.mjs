// Finishes dist/ after Vite: the page gets the name that the server asks for, the service worker learns what the shell
// is, and every file gets its .br and .gz beside it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { dist, filesIn, withImports, withStyles } from "./shell.mjs";

renameSync(join(dist, "index.html"), join(dist, "root.html"));

/** What a start without a network needs: the door, the workspace, their texts in every language, and the icons. */
function shell() {
  const names = filesIn();
  const workspace = names.find((name) => /^Workspace-.*\.js$/.test(name));
  const loaded = withStyles(withImports(workspace, names, withImports("root.html", names)), names);
  const texts = names.filter((name) => /^(core|workspace|icons)-/.test(name));
  return [...new Set([...loaded, ...texts])].filter((name) => name !== "root.html").sort();
}

const page = readFileSync(join(dist, "root.html"), "utf8");
const files = shell();
const hash = createHash("sha256").update(page);
for (const name of files) hash.update(name).update(readFileSync(join(dist, name)));
const worker = readFileSync(join(import.meta.dirname, "../worker/worker.js"), "utf8")
  .replace("__VERSION__", hash.digest("hex").slice(0, 16))
  .replace("__SHELL__", JSON.stringify(files))
  .replace("__NAMED__", JSON.stringify(files.filter((name) => page.includes(`/static/${name}"`))));
writeFileSync(join(dist, "worker.js"), worker);

for (const name of readdirSync(dist)) {
  if (!/\.(js|css|html|svg|json|webmanifest|txt)$/.test(name)) continue;
  const content = readFileSync(join(dist, name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content, quality));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}
