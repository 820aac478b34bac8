import { useId, useState } from "react";
import { session } from "@/features/session";
import { type MessageId, useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { Segments } from "@/ui/choice/Radio";
import { Slider } from "@/ui/choice/Slider";
import { Pref, Switch } from "@/ui/choice/Switch";
import { Select } from "@/ui/field/Select";
import { Icon } from "@/ui/icon/Icon";
import type { Appearance } from "@/ui/theme/appearance";
import { tokensOf } from "@/ui/theme/official";
import { changeAppearance } from "./actions";
import { appearanceOf } from "./appearance";
import { OwnColours } from "./OwnColours";

interface ThemeCard {
  name: MessageId;
  theme: Appearance["theme"];
  deepTable: boolean;
}

const cards: readonly ThemeCard[] = [
  { name: "settings.theme.system", theme: "system", deepTable: false },
  { name: "settings.theme.light", theme: "light", deepTable: false },
  { name: "settings.theme.deep", theme: "light", deepTable: true },
  { name: "settings.theme.dark", theme: "dark", deepTable: false },
  { name: "settings.theme.contrastLight", theme: "contrast-light", deepTable: false },
  { name: "settings.theme.contrastDark", theme: "contrast-dark", deepTable: false },
];

/** How it looks: every choice shows at once, here and on every other device. */
export function AppearanceSection() {
  const t = useT();
  const preferences = session.use((state) => state.preferences);
  const appearance = appearanceOf({ ...session.get(), preferences });
  const name = useId();
  const [editing, setEditing] = useState(false);
  // While the slider is dragged its number follows; the text size is saved when it is let go.
  const [size, setSize] = useState<number>();
  const shownSize = size ?? appearance.textSize;
  const change = (what: MessageId, part: Partial<Appearance>) => changeAppearance(t(what), part);
  return (
    <>
      <p className="ui-pages-lead">{t("settings.appearance.lead")}</p>
      <fieldset className="ui-pages-part">
        <legend className="ui-label">{t("settings.theme")}</legend>
        <div className="settings-themes">
          {cards.map((card) => (
            <label className="settings-theme" key={card.name}>
              <input
                type="radio"
                name={name}
                checked={card.theme === appearance.theme && card.deepTable === appearance.deepTable}
                onChange={() => change("settings.theme", { theme: card.theme, deepTable: card.deepTable })}
              />
              {card.theme === "system" ? (
                <span className="settings-halves">
                  <Mini theme="light" />
                  <Mini theme="dark" />
                </span>
              ) : (
                <Mini theme={card.theme} deep={card.deepTable} />
              )}
              <CardName
                text={t(card.name)}
                chosen={card.theme === appearance.theme && card.deepTable === appearance.deepTable}
              />
            </label>
          ))}
          {appearance.own && (
            <label className="settings-theme">
              <input
                type="radio"
                name={name}
                checked={appearance.theme === "own"}
                onChange={() => change("settings.theme", { theme: "own" })}
              />
              <Mini theme="own" own={appearance.own} />
              <CardName text={t("settings.theme.own")} chosen={appearance.theme === "own"} />
            </label>
          )}
        </div>
        <Pref label={t("settings.theme.own")} help={t("settings.theme.own.help")}>
          <Button onClick={() => setEditing(true)}>{t("settings.theme.own.edit")}</Button>
        </Pref>
      </fieldset>
      <section className="ui-pages-part">
        <h3>{t("settings.reading")}</h3>
        <Pref label={t("settings.density")} help={t("settings.density.help")}>
          <Segments
            label={t("settings.density")}
            value={appearance.density}
            onChange={(density) => change("settings.density", { density })}
            choices={[
              { value: "compact", text: t("settings.density.compact") },
              { value: "comfortable", text: t("settings.density.comfortable") },
              { value: "roomy", text: t("settings.density.roomy") },
            ]}
          />
        </Pref>
        <Pref
          label={t("settings.textSize")}
          help={<span className="num">{t("settings.textSize.pixels", { size: shownSize })}</span>}
        >
          <Slider
            label={t("settings.textSize")}
            min={12}
            max={20}
            value={shownSize}
            valueText={t("settings.textSize.pixels", { size: shownSize })}
            onChange={setSize}
            onDone={(textSize) => {
              setSize(undefined);
              if (textSize !== appearance.textSize) change("settings.textSize", { textSize });
            }}
          />
        </Pref>
        <Pref label={t("settings.font")} help={t("settings.font.help")}>
          <Select
            label={t("settings.font")}
            hideLabel
            value={appearance.font}
            onChange={(font) => change("settings.font", { font })}
            options={[
              { value: "system", text: t("settings.font.system") },
              { value: "readable", text: t("settings.font.readable") },
              { value: "mono", text: t("settings.font.mono") },
            ]}
          />
        </Pref>
        <Switch
          label={t("settings.motion")}
          help={t("settings.motion.help")}
          checked={appearance.motion === "less"}
          onChange={(still) => change("settings.motion", { motion: still ? "less" : "system" })}
        />
      </section>
      {editing && (
        <OwnColours
          theme={appearance.own}
          onClose={() => setEditing(false)}
          onUse={(own) => {
            setEditing(false);
            change("settings.theme.own", { theme: "own", deepTable: false, own });
          }}
        />
      )}
    </>
  );
}

function CardName({ text, chosen }: { text: string; chosen: boolean }) {
  return (
    <span className="line">
      <span className="grow">{text}</span>
      {chosen && <Icon name="check" size={16} />}
    </span>
  );
}

/** A theme at a glance: the table, the sheet, a face, a few lines. */
function Mini({ theme, deep = false, own }: { theme: string; deep?: boolean; own?: Appearance["own"] }) {
  return (
    <span
      className="settings-mini"
      data-theme={theme === "own" ? undefined : theme}
      data-table={deep ? "deep" : undefined}
      style={own ? tokensOf(own) : undefined}
      aria-hidden="true"
    >
      <i />
      <i />
    </span>
  );
}
