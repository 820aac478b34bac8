import "@/ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { beginInWorkspace, startLanguage } from "@/i18n";
import { cookie } from "@/lib/cookies";
import { Boundary } from "@/ui/boundary/Boundary";
import { watchPieces } from "@/ui/boundary/outdated";
import { UpdateNotice } from "@/ui/boundary/UpdateNotice";
import { App } from "./App";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
watchPieces();
if (cookie("MMUSERID") !== undefined) {
  beginInWorkspace();
  // It is needed in a moment, and says then what may be wrong with it.
  import("./Workspace").catch(() => {});
}
await startLanguage();
createRoot(root).render(
  <Boundary>
    <UpdateNotice />
    <App />
  </Boundary>,
);
