import { useT } from "@/i18n";
import { Switch } from "@/ui/choice/Switch";
import { ShortcutList } from "../keyboard";
import { preferenceOf, session } from "../session";
import { changePreference } from "./actions";
import { SINGLE_KEYS } from "./appearance";

/** The shortcuts, and whether single characters count. */
export function KeyboardSection() {
  const t = useT();
  const single =
    session.use((state) => preferenceOf(state, SINGLE_KEYS.category, SINGLE_KEYS.name)) ?? "true";
  return (
    <>
      <p className="ui-pages-lead">{t("settings.keyboard.lead")}</p>
      <section className="ui-pages-part">
        <Switch
          label={t("settings.keys.single")}
          help={t("settings.keys.single.help")}
          checked={single === "true"}
          onChange={(on) =>
            void changePreference(
              t("settings.keys.single"),
              SINGLE_KEYS.category,
              SINGLE_KEYS.name,
              String(on),
              single,
            )
          }
        />
      </section>
      <div className="ui-pages-part stack">
        <ShortcutList />
      </div>
    </>
  );
}
