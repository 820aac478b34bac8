import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../src");

/** What each folder may import from; `features` stands for the `index.ts` of another feature. */
const allowed: Record<string, string[]> = {
  lib: [],
  i18n: ["lib"],
  ui: ["lib", "i18n"],
  api: ["lib"],
  sync: ["lib", "api"],
  features: ["lib", "i18n", "ui", "api", "sync", "features"],
  app: ["lib", "i18n", "ui", "api", "sync", "features"],
};

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(folder, name));
}

function importsOf(path: string): string[] {
  const found = readFileSync(path, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].map((match) => match[1] ?? "");
}

/** What is wrong with one import, or nothing. */
function fault(path: string, specifier: string): string | undefined {
  const [layer = "", feature = ""] = relative(root, path).split("/");
  const target = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? relative(root, join(path, "..", specifier))
      : undefined;
  if (target === undefined) return undefined;
  const [otherLayer = "", otherFeature = "", ...inside] = target.split("/");
  if (layer === otherLayer && (layer !== "features" || feature === otherFeature)) {
    return specifier.startsWith("@/") ? `${specifier} is in the same part: import it relatively` : undefined;
  }
  if (!specifier.startsWith("@/")) return `${specifier} is in another part: import it as @/${target}`;
  if (!allowed[layer]?.includes(otherLayer)) return `${layer} may not import from ${otherLayer}`;
  if (otherLayer === "features" && inside.length > 0) return `${specifier} is inside another feature`;
  return undefined;
}

test("parts import only what stands below them, and features only each other's index", () => {
  const faults = sources(root).flatMap((path) =>
    importsOf(path).flatMap((specifier) => {
      const what = fault(path, specifier);
      return what === undefined ? [] : [`${relative(root, path)}: ${what}`];
    }),
  );
  expect(faults).toEqual([]);
});
