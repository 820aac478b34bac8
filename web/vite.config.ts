import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { catalogues } from "./build/catalogues.ts";
import { emoji } from "./build/emoji.ts";
import { pageHead } from "./build/page.ts";
import { contentPolicy } from "./build/policy.ts";

/** What every page begins with, and the door needs: together it is smaller than in the many pieces that others would share. */
const door =
  /src\/app\/(main|App)\.tsx|node_modules\/(react|react-dom|scheduler|@lingui)\/|vite\/preload-helper|src\/(i18n\/\w+\.tsx?$|lib\/(base|cookies|routes|site)|api\/(door|client|error)|ui\/(button|boundary|field\/(Field|TextInput|PasswordInput)|banner|icon|kbd\/keys|announcer\/VisuallyHidden|tooltip\/tip)|features\/entry\/(EntrySheet|Wordmark|SignIn|useSignIn|refusal)\.)/;

/** What comes when it is asked for, though it stands in an `index.ts` beside what is needed at first. */
const apart =
  /src\/(features\/(teams\/joining|posts\/around|entry\/EntrySheet|channelDialogs\/ChannelsItems|notifications\/attention|\w+\/events)|sync\/(sharedSocket|frames|events))\.tsx?$/;

/** A module as far as chunks depend on it. */
interface Imports {
  importedIds: readonly string[];
}

/** One piece of all that a module needs before it can run, apart from what `isApart` and what is in pieces before it. */
function pieceOf(name: string, module: string, isApart?: RegExp) {
  const needed = new Set<string>();
  return {
    debugName: name,
    name: (id: string, graph: { getModuleInfo: (id: string) => Imports | null }) => {
      function add(one: string): void {
        if (needed.has(one) || isApart?.test(one)) return;
        needed.add(one);
        for (const next of graph.getModuleInfo(one)?.importedIds ?? []) add(next);
      }
      if (needed.size === 0) add(fileURLToPath(new URL(module, import.meta.url)));
      return needed.has(id) ? name : null;
    },
  };
}

const server = process.env.WARDROOM_URL ?? "http://127.0.0.1:8065";

export default defineConfig(({ command }) => ({
  // The server hands the files out below /static/, and puts its own sub-path in front of that in the page.
  base: command === "build" ? "/static/" : "/",
  plugins: [react(), catalogues(), emoji(), pageHead(), contentPolicy()],
  resolve: {
    alias: {
      "@": fileURLToPath(new URL("./src", import.meta.url)),
      // The router's way to what React has by itself.
      "use-sync-external-store/shim/index.js": "react",
    },
  },
  server: { proxy: { "/api": { target: server, ws: true } } },
  build: {
    target: "es2023",
    // The first with light-dark() and popovers, so that the themes reach the browser as they are written.
    cssTarget: ["chrome123", "firefox125", "safari17.5"],
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // What a piece that comes later needs is fetched along with it, but for what is there by then.
      resolveDependencies: (_, files, { hostType }) =>
        hostType === "js"
          ? files.filter((name) => !/^(door|desk|rolldown-runtime)-.*\.js$/.test(name))
          : files,
    },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "door", test: door, priority: 1 },
            pieceOf("desk", "./src/app/Workspace.tsx", apart),
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
