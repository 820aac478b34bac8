import { lazy, type ReactNode, useEffect } from "react";
import type { Team } from "@/api";
import { keysOf, useShortcut } from "@/features/keyboard";
import { useT, withTexts } from "@/i18n";
import { showDialog } from "@/ui/dialog/DialogHost";
import { Icon } from "@/ui/icon/Icon";
import { Kbd } from "@/ui/kbd/Kbd";
import "./find.css";

/** It, once it is there: what is lazy is drawn in two steps the first time, also where it has been fetched. */
let fetched: typeof import("./Switcher") | undefined;

async function load(): Promise<typeof import("./Switcher")> {
  fetched ??= await withTexts("reading", import("./Switcher"));
  return fetched;
}

const LazySwitcher = lazy(async () => ({ default: (await load()).Switcher }));

/** It is fetched when there is nothing else to do, so that the first letters of a name do not come before it. */
const IDLE_MS = 3_000;

/** The button, and the key, that open the switcher of a team. */
export function FindButton({ team }: { team: Team }): ReactNode {
  const t = useT();
  function open(): undefined {
    const Switcher = fetched?.Switcher ?? LazySwitcher;
    showDialog((close) => <Switcher team={team} onClose={close} />);
    return undefined;
  }
  useShortcut("switcher", open);
  useEffect(() => {
    const prepare = async (): Promise<void> => (await load()).prepareNames();
    const timer = setTimeout(() => void prepare().catch(() => {}), IDLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <button type="button" className="switcher-find" onClick={open}>
      <Icon name="search" size={16} />
      <span className="cut grow">{t("moving.switcher.open")}</span>
      <Kbd keys={keysOf("switcher")} />
    </button>
  );
}
