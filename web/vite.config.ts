import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { catalogues } from "./build/catalogues.ts";
import { emoji } from "./build/emoji.ts";
import { contentPolicy } from "./build/policy.ts";

/** What the door needs: together it is smaller than in the many pieces that other pages would share. */
const door =
  /node_modules\/(react|react-dom|scheduler|@lingui)\/|vite\/preload-helper|src\/(i18n\/\w+\.tsx?$|lib\/(base|cookies|routes)|api\/(door|client|error)|ui\/(button|field\/(Field|TextInput|PasswordInput)|banner|icon|kbd\/keys|announcer\/VisuallyHidden|tooltip\/tip))/;

interface Modules {
  getModuleInfo(id: string): { importers: readonly string[] } | null;
}

/** Whether the first channel needs a module before it is shown: what `Workspace` imports, and what that imports. */
function isDaily(id: string, modules: Modules, seen = new Set<string>()): boolean {
  if (id.endsWith("/src/app/Workspace.tsx")) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return modules.getModuleInfo(id)?.importers.some((one) => isDaily(one, modules, seen)) ?? false;
}

const server = process.env.WARDROOM_URL ?? "http://127.0.0.1:8065";

export default defineConfig(({ command }) => ({
  // The server hands the files out below /static/, and puts its own sub-path in front of that in the page.
  base: command === "build" ? "/static/" : "/",
  plugins: [react(), catalogues(), emoji(), contentPolicy()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": { target: server, ws: true } } },
  build: {
    target: "es2023",
    // The first with light-dark() and popovers, so that the themes reach the browser as they are written.
    cssTarget: ["chrome123", "firefox125", "safari17.5"],
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "door", test: door, priority: 2 },
            { name: (id, modules) => (isDaily(id, modules) ? "daily" : null), priority: 1 },
          ],
        },
      },
    },
  },
  experimental: {
    // Scripts and styles find each other by where they are, so the sub-path need not be known when building.
    renderBuiltUrl: (_, { hostType }) => (hostType === "html" ? undefined : { relative: true }),
  },
}));
