import { lazy, useState } from "react";
import { useLocation } from "wouter";
import { withTexts } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Later } from "@/ui/boundary/Later";
import { toasts } from "@/ui/toast/toasts";
import { useShortcut } from "./useShortcut";

const Help = lazy(async () => {
  const help = await withTexts("settings", import("./KeyboardHelp"));
  return { default: help.KeyboardHelp };
});

/** The shortcuts that work on every screen. The app renders it once. */
export function Keyboard() {
  const [isOpen, setOpen] = useState(false);
  const [, navigate] = useLocation();
  useShortcut("help", () => {
    setOpen(true);
    return undefined;
  });
  useShortcut("undo", () => toasts.act());
  useShortcut("back", () => {
    history.back();
    return undefined;
  });
  useShortcut("forward", () => {
    history.forward();
    return undefined;
  });
  useShortcut("settings", () => {
    navigate(addresses.settings());
    return undefined;
  });
  if (!isOpen) return null;
  return (
    <Later>
      <Help onClose={() => setOpen(false)} />
    </Later>
  );
}
