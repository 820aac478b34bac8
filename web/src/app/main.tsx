import "@/ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { startLanguage } from "@/i18n";
import { Boundary } from "@/ui/boundary/Boundary";
import { watchPieces } from "@/ui/boundary/outdated";
import { UpdateNotice } from "@/ui/boundary/UpdateNotice";
import { App } from "./App";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
watchPieces();
await startLanguage();
createRoot(root).render(
  <Boundary>
    <UpdateNotice />
    <App />
  </Boundary>,
);
