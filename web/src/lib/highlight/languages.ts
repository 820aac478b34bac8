import type { LanguageFn } from "highlight.js";

/** How one language is loaded, and which others stand inside its texts. */
interface Source {
  load: () => Promise<{ default: LanguageFn }>;
  needs?: readonly string[];
}

/** Every language that is highlighted, under the name of its grammar; each is a chunk of its own. */
export const sources: Readonly<Record<string, Source>> = {
  bash: { load: () => import("highlight.js/lib/languages/bash") },
  c: { load: () => import("highlight.js/lib/languages/c") },
  clojure: { load: () => import("highlight.js/lib/languages/clojure") },
  cpp: { load: () => import("highlight.js/lib/languages/cpp") },
  csharp: { load: () => import("highlight.js/lib/languages/csharp") },
  css: { load: () => import("highlight.js/lib/languages/css") },
  diff: { load: () => import("highlight.js/lib/languages/diff") },
  dockerfile: { load: () => import("highlight.js/lib/languages/dockerfile"), needs: ["bash"] },
  elixir: { load: () => import("highlight.js/lib/languages/elixir") },
  erlang: { load: () => import("highlight.js/lib/languages/erlang") },
  go: { load: () => import("highlight.js/lib/languages/go") },
  graphql: { load: () => import("highlight.js/lib/languages/graphql") },
  haskell: { load: () => import("highlight.js/lib/languages/haskell") },
  http: { load: () => import("highlight.js/lib/languages/http"), needs: ["json", "xml"] },
  ini: { load: () => import("highlight.js/lib/languages/ini") },
  java: { load: () => import("highlight.js/lib/languages/java") },
  javascript: { load: () => import("highlight.js/lib/languages/javascript"), needs: ["xml", "css"] },
  json: { load: () => import("highlight.js/lib/languages/json") },
  julia: { load: () => import("highlight.js/lib/languages/julia") },
  kotlin: { load: () => import("highlight.js/lib/languages/kotlin") },
  latex: { load: () => import("highlight.js/lib/languages/latex") },
  lua: { load: () => import("highlight.js/lib/languages/lua") },
  makefile: { load: () => import("highlight.js/lib/languages/makefile") },
  markdown: { load: () => import("highlight.js/lib/languages/markdown"), needs: ["xml"] },
  nginx: { load: () => import("highlight.js/lib/languages/nginx") },
  perl: { load: () => import("highlight.js/lib/languages/perl") },
  php: { load: () => import("highlight.js/lib/languages/php"), needs: ["xml"] },
  powershell: { load: () => import("highlight.js/lib/languages/powershell") },
  python: { load: () => import("highlight.js/lib/languages/python") },
  r: { load: () => import("highlight.js/lib/languages/r") },
  ruby: { load: () => import("highlight.js/lib/languages/ruby") },
  rust: { load: () => import("highlight.js/lib/languages/rust") },
  scala: { load: () => import("highlight.js/lib/languages/scala") },
  scss: { load: () => import("highlight.js/lib/languages/scss") },
  shell: { load: () => import("highlight.js/lib/languages/shell"), needs: ["bash"] },
  sql: { load: () => import("highlight.js/lib/languages/sql") },
  swift: { load: () => import("highlight.js/lib/languages/swift") },
  typescript: { load: () => import("highlight.js/lib/languages/typescript"), needs: ["xml", "css"] },
  xml: { load: () => import("highlight.js/lib/languages/xml"), needs: ["css"] },
  yaml: { load: () => import("highlight.js/lib/languages/yaml") },
};

/** Other names that people write after a fence. */
const ALIASES: Readonly<Record<string, string>> = {
  ...all("bash", "sh zsh"),
  ...all("c", "h"),
  ...all("clojure", "clj edn"),
  ...all("cpp", "c++ cc cxx hpp h++"),
  ...all("csharp", "c# cs"),
  ...all("diff", "patch"),
  ...all("dockerfile", "docker"),
  ...all("elixir", "ex exs"),
  ...all("erlang", "erl"),
  ...all("go", "golang"),
  ...all("graphql", "gql"),
  ...all("haskell", "hs"),
  ...all("http", "https"),
  ...all("ini", "toml properties conf cfg"),
  ...all("javascript", "js jsx mjs cjs"),
  ...all("json", "jsonc json5 jsonl ndjson"),
  ...all("julia", "jl"),
  ...all("kotlin", "kt kts"),
  ...all("latex", "tex"),
  ...all("makefile", "make mk"),
  ...all("markdown", "md"),
  ...all("perl", "pl pm"),
  ...all("powershell", "ps1 pwsh ps"),
  ...all("python", "py py3"),
  ...all("ruby", "rb"),
  ...all("rust", "rs"),
  ...all("shell", "console shellsession sh-session"),
  ...all("sql", "postgres postgresql mysql sqlite"),
  ...all("typescript", "ts tsx mts cts"),
  ...all("xml", "html xhtml svg vue rss plist"),
  ...all("yaml", "yml"),
};

function all(language: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, language]));
}

/** The grammar for what somebody wrote after a fence, if there is one. */
export function grammarFor(written: string): string | undefined {
  const name = written.toLowerCase();
  if (Object.hasOwn(sources, name)) return name;
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}
