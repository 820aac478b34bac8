import { ShortcutList } from "@/features/keyboard";
import { preferenceOf, session } from "@/features/session";
import { useT } from "@/i18n";
import { Later } from "@/ui/boundary/Later";
import { Switch } from "@/ui/choice/Switch";
import { changePreference } from "./actions";
import { SINGLE_KEYS } from "./appearance";

/** The preference that the composer reads too. */
const CTRL_SENDS = { category: "advanced_settings", name: "send_on_ctrl_enter" };

/** The shortcuts, whether single characters count, and what Enter does while one writes. */
export function KeyboardSection() {
  const t = useT();
  const single =
    session.use((state) => preferenceOf(state, SINGLE_KEYS.category, SINGLE_KEYS.name)) ?? "true";
  const ctrlSends =
    session.use((state) => preferenceOf(state, CTRL_SENDS.category, CTRL_SENDS.name)) ?? "false";
  return (
    <>
      <p className="ui-pages-lead">{t("settings.keyboard.lead")}</p>
      <section className="ui-pages-part">
        <Switch
          label={t("settings.keys.single")}
          help={t("settings.keys.single.help")}
          checked={single === "true"}
          onChange={(on) =>
            changePreference(
              t("settings.keys.single"),
              SINGLE_KEYS.category,
              SINGLE_KEYS.name,
              String(on),
              single,
            )
          }
        />
        <Switch
          label={t("settings.keys.ctrlSends")}
          help={t("settings.keys.ctrlSends.help")}
          checked={ctrlSends === "true"}
          onChange={(on) =>
            changePreference(
              t("settings.keys.ctrlSends"),
              CTRL_SENDS.category,
              CTRL_SENDS.name,
              String(on),
              ctrlSends,
            )
          }
        />
      </section>
      <div className="ui-pages-part stack">
        <Later>
          <ShortcutList />
        </Later>
      </div>
    </>
  );
}
