import "@/ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { beginInWorkspace, InLanguage, startLanguage } from "@/i18n";
import { cookie } from "@/lib/cookies";
import { Boundary } from "@/ui/boundary/Boundary";
import { watchPieces } from "@/ui/boundary/outdated";
import { UpdateNotice } from "@/ui/boundary/UpdateNotice";
import { App } from "./App";

declare global {
  /** What a page shows again that is loaded anew (`build/look.js`): it is there before the workspace has the page to itself. */
  var snapshotShown: Promise<unknown> | undefined;
}

/** Shows the client in the page. A function, since the bundler makes fewer pieces where no module waits. */
async function start(root: HTMLElement): Promise<void> {
  watchPieces();
  await globalThis.snapshotShown;
  if (cookie("MMUSERID") !== undefined) {
    beginInWorkspace();
    // It is needed in a moment, and says then what may be wrong with it.
    import("./Workspace").catch(() => {});
  }
  await startLanguage();
  createRoot(root).render(
    <InLanguage>
      <Boundary>
        <UpdateNotice />
        <App />
      </Boundary>
    </InLanguage>,
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
void start(root);
