import "./keyboard.css";
import { useT } from "@/i18n";
import { Kbd } from "@/ui/kbd/Kbd";
import { type Group, groups, shortcutsOf } from "./names";

interface ShortcutListProps {
  /** Leaves those whose name or keys contain it. */
  find?: string;
}

/** Every shortcut, in groups. */
export function ShortcutList({ find = "" }: ShortcutListProps) {
  const t = useT();
  const wanted = find.trim().toLocaleLowerCase();
  const found = (group: Group) =>
    shortcutsOf(group).filter(({ name, keys }) =>
      [t(name), ...keys].some((text) => text.toLocaleLowerCase().includes(wanted)),
    );
  const shown = groups.map((group) => ({ group, found: found(group) })).filter((one) => one.found.length > 0);
  if (shown.length === 0)
    return (
      <p className="mute" role="status">
        {t("settings.keys.none")}
      </p>
    );
  return shown.map(({ group, found }) => (
    <section key={group} className="keyboard-group" aria-label={t(`settings.keys.${group}`)}>
      <h3>{t(`settings.keys.${group}`)}</h3>
      <dl className="keyboard-list">
        {found.map((shortcut) => (
          <div key={shortcut.id}>
            <dt>{t(shortcut.name)}</dt>
            <dd>
              {shortcut.keys.map((keys) => (
                <Kbd key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}
