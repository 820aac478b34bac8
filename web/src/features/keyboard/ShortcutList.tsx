import "./keyboard.css";
import { useT } from "@/i18n";
import { Kbd } from "@/ui/kbd/Kbd";
import { groups, shortcutsOf } from "./shortcuts";

/** Every shortcut, in groups. `find` leaves those whose names contain it. */
export function ShortcutList({ find = "" }: { find?: string }) {
  const t = useT();
  const wanted = find.trim().toLocaleLowerCase();
  return groups.map((group) => {
    const found = shortcutsOf(group).filter((one) => t(one.name).toLocaleLowerCase().includes(wanted));
    if (found.length === 0) return null;
    return (
      <section key={group} aria-label={t(`settings.keys.${group}`)}>
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
    );
  });
}
