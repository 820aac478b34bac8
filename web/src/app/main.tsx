import "@/ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { startLanguage } from "@/i18n";
import { App } from "./App";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
await startLanguage();
createRoot(root).render(<App />);
