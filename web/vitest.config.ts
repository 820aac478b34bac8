import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { catalogues } from "./build/catalogues.ts";
import { emoji } from "./build/emoji.ts";

export default defineConfig({
  plugins: [catalogues(), emoji()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: { environment: "happy-dom", include: ["{src,tests}/**/*.test.{ts,tsx}"] },
});
