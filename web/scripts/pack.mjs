// Finishes dist/ after Vite: the page gets the name that the server asks for, the service worker learns what the shell
// is, and every file gets its .br and .gz beside it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { dist, filesIn, withImports, withStyles } from "./shell.mjs";

const read = (name) => readFileSync(join(dist, name), "utf8");
const named = (pattern) => readdirSync(dist).find((name) => pattern.test(name));

/** Replaces what has to be in a text. */
function replaced(text, pattern, by) {
  if (!pattern.test(text)) throw new Error(`the build has changed: there is no ${pattern}`);
  return text.replace(pattern, by);
}

/** The pairs of a clause such as `a as b,c`. */
const pairsOf = (clause) =>
  clause.split(",").map((one) => {
    const [from, to = from] = one.split(" as ");
    return { from, to };
  });

/**
 * Two chunks that the bundler makes hold next to nothing, and each would be a request before the first paint: its helpers,
 * which go into the door, and the workspace's name, which is one of the desk's. Other chunks find both where they were.
 */
function mergeSmallest() {
  const [door, desk] = [named(/^door-.*\.js$/), named(/^desk-.*\.js$/)];
  const helpers = named(/^rolldown-runtime-.*\.js$/);
  const workspace = named(/^Workspace-.*\.js$/);
  const taken = new RegExp(`import\\{([^}]*)\\}from"./${helpers}";`);
  const body = replaced(read(helpers), /export\{([^}]*)\};?\s*$/, (_, clause) => {
    const names = pairsOf(clause).map(({ from, to }) => `${to}:${from}`);
    return `return{${names}}`;
  });

  let atDoor = replaced(read(door), taken, (_, clause) => {
    const pairs = pairsOf(clause);
    const names = pairs.map(({ from, to }) => `${from}:${to}`);
    return `const{${names}}=(()=>{${body}})();export{${pairs.map(({ from, to }) => `${to} as $${from}`)}};`;
  });
  const [, from, name] = /^export\{(\w+) as (\w+)\}from"/.exec(read(workspace)) ?? [];
  atDoor = replaced(
    atDoor,
    new RegExp(`import\\(\`./${workspace}\`\\)`, "g"),
    () => `import(\`./${desk}\`).then(e=>({${name}:e.${from}}))`,
  );
  // Neither is fetched ahead. The door itself, which stands in their place, is there already.
  atDoor = replaced(atDoor, new RegExp(`"./(?:${helpers}|${workspace})"`, "g"), () => `"./${door}"`);
  writeFileSync(join(dist, door), atDoor);

  const atDesk = replaced(read(desk), taken, (_, clause) => {
    const names = pairsOf(clause).map(({ from, to }) => `$${from} as ${to}`);
    return `import{${names}}from"./${door}";`;
  });
  writeFileSync(join(dist, desk), atDesk);

  const tag = new RegExp(`\\s*<(?:script|link) [^>]*${helpers}">(?:</script>)?`);
  writeFileSync(join(dist, "root.html"), replaced(read("root.html"), tag, ""));
}

renameSync(join(dist, "index.html"), join(dist, "root.html"));
mergeSmallest();

/** What a start without a network needs: the door, the workspace, what connects it later, and their texts in every language. */
function shell() {
  const names = filesIn();
  const loaded = withImports("root.html", names);
  for (const piece of ["Workspace", "connection"]) {
    const name = names.find((one) => one.startsWith(`${piece}-`) && one.endsWith(".js"));
    if (!name) throw new Error(`the build has changed: there is no ${piece}`);
    withImports(name, names, loaded);
  }
  const texts = names.filter((name) => /^(core|workspace)-/.test(name));
  return [...new Set([...withStyles(loaded, names), ...texts])].filter((name) => name !== "root.html").sort();
}

const page = read("root.html");
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
