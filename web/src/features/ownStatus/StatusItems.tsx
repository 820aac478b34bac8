import "./ownStatus.css";
import type { ReactNode } from "react";
import { customStatusOf, type Presence as Is, people } from "@/features/people";
import { session } from "@/features/session";
import { useT } from "@/i18n";
import { useEmoji } from "@/lib/emoji";
import { Presence } from "@/ui/avatar/Presence";
import { MenuCheck, MenuItem, MenuSeparator, MenuTitle } from "@/ui/menu/Menu";
import { attempt } from "@/ui/toast/attempt";
import { clearCustomStatus, setPresence } from "./actions";
import { endOfQuiet, quietTimes } from "./model";

interface StatusItemsProps {
  /** Somebody wants not to be disturbed: the menu of times takes the place of this one. */
  onQuiet: () => void;
  onCustom: () => void;
}

const CHOICES = ["online", "away", "dnd", "offline"] as const;

/** What I say of myself, and whether I am there, as items of a menu. */
export function StatusItems({ onQuiet, onCustom }: StatusItemsProps): ReactNode {
  const t = useT();
  const table = useEmoji();
  const me = session.use((state) => state.me);
  const allowsCustom = session.use((state) => state.config.EnableCustomUserStatuses !== "false");
  const presence = people.use((state) => state.presence[me?.id ?? ""]);
  const custom = customStatusOf(me, Date.now());

  function choose(next: Is): void {
    if (next === "dnd") onQuiet();
    else attempt(() => setPresence(next));
  }

  return (
    <>
      {allowsCustom && (
        <>
          <MenuItem icon="smile" onSelect={onCustom}>
            {custom ? (
              <bdi>{`${table?.sign(custom.emoji) ?? ""} ${custom.text}`.trim()}</bdi>
            ) : (
              t("people.status.set")
            )}
          </MenuItem>
          {custom && (
            <MenuItem icon="close" onSelect={() => attempt(clearCustomStatus)}>
              {t("people.status.clear")}
            </MenuItem>
          )}
          <MenuSeparator />
        </>
      )}
      {CHOICES.map((one) => (
        <MenuCheck key={one} of="one" checked={presence === one} onSelect={() => choose(one)}>
          <span className="own-status-choice">
            <Presence is={one} decorative />
            {t(`ui.status.${one}`)}
          </span>
        </MenuCheck>
      ))}
    </>
  );
}

/** For how long nobody is to disturb me, as items of a menu. */
export function QuietItems(): ReactNode {
  const t = useT();
  return (
    <>
      <MenuTitle>{t("people.quiet.title")}</MenuTitle>
      {quietTimes.map((time) => (
        <MenuItem key={time} onSelect={() => attempt(() => setPresence("dnd", endOfQuiet(time, new Date())))}>
          {t(`people.quiet.${time}`)}
        </MenuItem>
      ))}
    </>
  );
}
