import { preferenceOf, session } from "@/features/session";
import { type Language, languages, useT } from "@/i18n";
import { RadioGroup, Segments } from "@/ui/choice/Radio";
import { Pref, Switch } from "@/ui/choice/Switch";
import { changeLanguage, changePreference, changeTimezone } from "./actions";
import { languageOf } from "./model";

/** Each language in its own words, as whoever looks for it reads it. */
const ownNames: Record<Language, string> = { en: "English", de: "Deutsch" };

const DISPLAY = "display_settings";

/** The language, the clock, and how people are called. */
export function LanguageSection() {
  const t = useT();
  const me = session.use((state) => state.me);
  const { hour12 } = new Intl.DateTimeFormat(navigator.language, { hour: "numeric" }).resolvedOptions();
  const clock =
    session.use((state) => preferenceOf(state, DISPLAY, "use_military_time")) ?? (hour12 ? "false" : "true");
  const names = session.use(
    (state) => preferenceOf(state, DISPLAY, "name_format") ?? state.config.TeammateNameDisplay ?? "username",
  );
  if (!me) return null;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const follows = me.timezone?.useAutomaticTimezone !== "false";
  return (
    <>
      <p className="ui-pages-lead">{t("settings.language.lead")}</p>
      <section className="ui-pages-part">
        <Pref label={t("settings.language.pick")}>
          <Segments
            label={t("settings.language.pick")}
            value={languageOf(me.locale)}
            onChange={(locale) => changeLanguage(t("settings.language.pick"), locale)}
            choices={languages.map((language) => ({
              value: language,
              text: <span lang={language}>{ownNames[language]}</span>,
            }))}
          />
        </Pref>
        <Pref label={t("settings.clock")}>
          <Segments
            label={t("settings.clock")}
            value={clock === "true" ? "true" : "false"}
            onChange={(value) =>
              changePreference(t("settings.clock"), DISPLAY, "use_military_time", value, clock)
            }
            choices={[
              { value: "false", text: t("settings.clock.12") },
              { value: "true", text: t("settings.clock.24") },
            ]}
          />
        </Pref>
        <Switch
          label={t("settings.timezone")}
          help={t("settings.timezone.help", { zone })}
          checked={follows}
          onChange={(on) =>
            changeTimezone(t("settings.timezone"), {
              useAutomaticTimezone: on ? "true" : "false",
              automaticTimezone: on ? zone : "",
              manualTimezone: on ? "" : zone,
            })
          }
        />
      </section>
      <section className="ui-pages-part">
        <h3>{t("settings.names")}</h3>
        <p className="ui-help">{t("settings.names.help")}</p>
        <div className="ui-pref">
          <RadioGroup
            label={t("settings.names")}
            hideLabel
            value={names}
            onChange={(value) => changePreference(t("settings.names"), DISPLAY, "name_format", value, names)}
            choices={[
              { value: "username", text: t("settings.names.username") },
              { value: "nickname_full_name", text: t("settings.names.nickname") },
              { value: "full_name", text: t("settings.names.full") },
            ]}
          />
        </div>
      </section>
    </>
  );
}
