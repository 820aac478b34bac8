import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { keysOf } from "@/features/keyboard";
import { Face, useName } from "@/features/people";
import { isAdministrator, session } from "@/features/session";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { MenuButton, MenuItem, MenuSeparator } from "@/ui/menu/Menu";
import { readEverything } from "./useMoving";

interface MeProps {
  onSignOut: () => void;
}

/** Who I am here, and what concerns me alone. */
export function Me({ onSignOut }: MeProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const id = session.use((state) => state.me?.id ?? "");
  const isAdmin = session.use(isAdministrator);
  const name = useName(id);
  return (
    <MenuButton
      label={t("moving.me")}
      side="above"
      trigger={(trigger) => (
        <button {...trigger} type="button" className="sidebar-me" data-ring="inside">
          <Face user={id} size={28} withPresence />
          <bdi className="cut grow">{name}</bdi>
        </button>
      )}
    >
      {() => (
        <>
          <MenuItem icon="check-circle" keys={keysOf("markAllRead")} onSelect={readEverything}>
            {t("moving.markAllRead")}
          </MenuItem>
          <MenuSeparator />
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
        </>
      )}
    </MenuButton>
  );
}
