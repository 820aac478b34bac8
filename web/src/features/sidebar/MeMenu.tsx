import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { keysOf } from "@/features/keyboard";
import { QuietItems, StatusItems, showStatusDialog } from "@/features/ownStatus";
import { isAdministrator, session } from "@/features/session";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Menu, MenuItem, MenuSeparator } from "@/ui/menu/Menu";
import { readEverything } from "./readEverything";

interface MeMenuProps {
  id: string;
  anchor: HTMLElement | null;
  /** Everything that concerns me, or the times for which nobody is to disturb me. */
  shows: "all" | "quiet";
  onClose: () => void;
  onQuiet: () => void;
  onSignOut: () => void;
}

/** What concerns me alone. */
export function MeMenu({ id, anchor, shows, onClose, onQuiet, onSignOut }: MeMenuProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const isAdmin = session.use((state) => isAdministrator(state.me));
  if (shows === "quiet") {
    return (
      <Menu
        key="quiet"
        label={t("people.quiet.title")}
        id={id}
        anchor={anchor}
        side="above"
        onClose={onClose}
      >
        <QuietItems />
      </Menu>
    );
  }
  return (
    <Menu key="all" label={t("moving.me")} id={id} anchor={anchor} side="above" onClose={onClose}>
      <StatusItems onQuiet={onQuiet} onCustom={showStatusDialog} />
      <MenuSeparator />
      <MenuItem icon="check-circle" keys={keysOf("markAllRead")} onSelect={readEverything}>
        {t("moving.markAllRead")}
      </MenuItem>
      <MenuItem icon="settings" keys={keysOf("settings")} onSelect={() => navigate(addresses.settings())}>
        {t("moving.settings")}
      </MenuItem>
      {isAdmin && (
        <MenuItem icon="server" onSelect={() => navigate(addresses.admin())}>
          {t("moving.administration")}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon="logout" onSelect={onSignOut}>
        {t("moving.signOut")}
      </MenuItem>
    </Menu>
  );
}
