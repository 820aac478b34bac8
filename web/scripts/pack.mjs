// Finishes dist/ after Vite: the page gets the name that the server asks for, the service worker learns the files of
// the client, and every file gets its .br and .gz beside it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { dist, filesIn } from "./files.mjs";

const read = (name) => readFileSync(join(dist, name), "utf8");
const named = (pattern) => readdirSync(dist).find((name) => pattern.test(name));

/** Replaces what has to be in a text. */
function replaced(text, pattern, by) {
  if (!pattern.test(text)) throw new Error(`the build has changed: there is no ${pattern}`);
  return text.replace(pattern, by);
}

/** A clause of names such as `a as b,c`, as one that takes an object apart or makes one. */
const asObject = (clause, turn = false) => {
  const pairs = clause.split(",").map((one) => {
    const [from, to = from] = one.split(" as ");
    return turn ? `${to}:${from}` : `${from}:${to}`;
  });
  return `{${pairs}}`;
};

/**
 * The bundler keeps its helpers in a chunk of their own, which none of its groups can take: it holds next to nothing, and
 * would be a request before the first paint. They go into the door. Other chunks find them where they were.
 */
function mergeHelpers() {
  const [door, desk] = [named(/^door-.*\.js$/), named(/^desk-.*\.js$/)];
  const helpers = named(/^rolldown-runtime-.*\.js$/);
  const taken = new RegExp(`import\\{([^}]*)\\}from"./${helpers}";`);
  const body = replaced(
    read(helpers),
    /export\{([^}]*)\};?\s*$/,
    (_, clause) => `return${asObject(clause, true)}`,
  );
  const atDoor = replaced(
    read(door),
    taken,
    (_, clause) => `const __helpers=(()=>{${body}})(),${asObject(clause)}=__helpers;export{__helpers};`,
  );
  // They are not fetched ahead either. The door itself, which stands in their place, is there already.
  writeFileSync(join(dist, door), atDoor.replaceAll(`"./${helpers}"`, `"./${door}"`));

  const atDesk = replaced(
    read(desk),
    taken,
    (_, clause) => `import{__helpers}from"./${door}";const${asObject(clause)}=__helpers;`,
  );
  writeFileSync(join(dist, desk), atDesk);

  const tag = new RegExp(`\\s*<(?:script|link) [^>]*${helpers}">(?:</script>)?`);
  writeFileSync(join(dist, "root.html"), replaced(read("root.html"), tag, ""));
}

renameSync(join(dist, "index.html"), join(dist, "root.html"));
mergeHelpers();

const page = read("root.html");
// Without a network everything that was there before works, also what is opened for the first time.
const files = filesIn().filter((name) => name !== "root.html");
const hash = createHash("sha256").update(page);
for (const name of files) hash.update(name).update(readFileSync(join(dist, name)));
const worker = readFileSync(join(import.meta.dirname, "../worker/worker.js"), "utf8")
  .replace("__VERSION__", hash.digest("hex").slice(0, 16))
  .replace("__FILES__", JSON.stringify(files))
  .replace("__NAMED__", JSON.stringify(files.filter((name) => page.includes(`/static/${name}"`))));
writeFileSync(join(dist, "worker.js"), worker);

for (const name of readdirSync(dist)) {
  if (!/\.(js|css|html|svg|json|webmanifest|txt)$/.test(name)) continue;
  const content = readFileSync(join(dist, name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content, quality));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}
