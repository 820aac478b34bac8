import "../styles/base.css";
import { createRoot } from "react-dom/client";
import { startLanguage } from "@/i18n";
import { Gallery } from "./Gallery";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
await startLanguage("en");
createRoot(root).render(<Gallery />);
