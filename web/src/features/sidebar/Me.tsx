import { lazy, type ReactNode, useId, useState } from "react";
import { useShortcut } from "@/features/keyboard";
import { Face, useCustomStatus, useName } from "@/features/people";
import { session } from "@/features/session";
import { useT, withTexts } from "@/i18n";
import { useEmoji } from "@/lib/emoji";
import { Later } from "@/ui/boundary/Later";

const loadMenu = async () => {
  const menu = await withTexts("people", import("./MeMenu"));
  return { default: menu.MeMenu };
};
const MeMenu = lazy(loadMenu);

interface MeProps {
  onSignOut: () => void;
}

/** Who I am here, and what concerns me alone. */
export function Me({ onSignOut }: MeProps): ReactNode {
  const t = useT();
  const table = useEmoji();
  const id = session.use((state) => state.me?.id ?? "");
  const name = useName(id);
  const custom = useCustomStatus(id);
  const said = custom && t("moving.status", { text: custom.text });
  const menuId = useId();
  const [button, setButton] = useState<HTMLElement | null>(null);
  const [shows, setShows] = useState<"all" | "quiet">();
  const prepare = (): void => void loadMenu().catch(() => {});
  useShortcut("quiet", () => {
    void import("@/features/ownStatus").then(({ toggleQuiet }) => toggleQuiet()).catch(() => {});
    return undefined;
  });
  useShortcut("ownStatus", () => {
    void import("@/features/ownStatus").then(({ showStatusDialog }) => showStatusDialog()).catch(() => {});
    return undefined;
  });
  return (
    <>
      <button
        ref={setButton}
        type="button"
        className="sidebar-me"
        data-ring="inside"
        aria-haspopup="menu"
        aria-expanded={shows !== undefined}
        aria-controls={shows ? menuId : undefined}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => setShows(shows ? undefined : "all")}
        onKeyDown={(event) => {
          if (shows || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
          event.preventDefault();
          setShows("all");
        }}
      >
        <Face user={id} size={28} withPresence />
        <bdi className="cut grow">{name}</bdi>
        {custom && (
          <span role="img" aria-label={said} title={said}>
            {table?.sign(custom.emoji)}
          </span>
        )}
      </button>
      <Later>
        {shows && (
          <MeMenu
            id={menuId}
            anchor={button}
            shows={shows}
            onClose={() => setShows(undefined)}
            onQuiet={() => setShows("quiet")}
            onSignOut={onSignOut}
          />
        )}
      </Later>
    </>
  );
}
