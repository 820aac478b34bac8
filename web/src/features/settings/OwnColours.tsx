import { useState } from "react";
import { currentLocale, useT } from "@/i18n";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { Dialog } from "@/ui/dialog/Dialog";
import { TextArea } from "@/ui/field/TextArea";
import { hardPairs, mended, type OfficialTheme, officialColours, parseTheme } from "@/ui/theme/official";

/** Where one's own colours begin: our light theme, said in the colours that all clients know. */
const beginning: OfficialTheme = {
  sidebarBg: "#e9ede5",
  sidebarText: "#384842",
  sidebarUnreadText: "#0e1d19",
  sidebarTextHoverBg: "#dee4db",
  sidebarTextActiveBorder: "#006d54",
  sidebarTextActiveColor: "#0e1d19",
  sidebarHeaderBg: "#e9ede5",
  sidebarTeamBarBg: "#dfe5dd",
  sidebarHeaderTextColor: "#0e1d19",
  onlineIndicator: "#309656",
  awayIndicator: "#ae7d23",
  dndIndicator: "#414f4a",
  mentionBg: "#d33823",
  mentionColor: "#ffffff",
  centerChannelBg: "#fdfdfb",
  centerChannelColor: "#172321",
  newMessageSeparator: "#075a4b",
  linkColor: "#075a4b",
  buttonBg: "#035043",
  buttonColor: "#f8fbf6",
  errorTextColor: "#bc2f20",
  mentionHighlightBg: "#faf0d1",
  mentionHighlightLink: "#553c09",
};

interface OwnColoursProps {
  theme: OfficialTheme | undefined;
  onUse: (theme: OfficialTheme) => void;
  onClose: () => void;
}

/** The reader's own colours: one by one, or pasted from another client; what is hard to read is named and can be mended. */
export function OwnColours({ theme, onUse, onClose }: OwnColoursProps) {
  const t = useT();
  const [colours, setColours] = useState(theme ?? beginning);
  const [pasted, setPasted] = useState("");
  const [wrong, setWrong] = useState<string>();
  const hard = hardPairs(colours);
  const number = new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 1 });

  function handlePaste(text: string) {
    setPasted(text);
    if (text.trim() === "") return setWrong(undefined);
    const read = parseTheme(text);
    if (!("wrong" in read)) {
      setWrong(undefined);
      setColours(read);
    } else if (read.wrong === "json") setWrong(t("settings.theme.own.json"));
    else setWrong(t("settings.theme.own.wrong", { colour: t(`settings.colour.${read.wrong}`) }));
  }
  return (
    <Dialog
      title={t("settings.theme.own")}
      size="wide"
      keepsText
      onClose={onClose}
      onSubmit={() => wrong === undefined && onUse(colours)}
      footer={
        <>
          <Button onClick={onClose}>{t("settings.cancel")}</Button>
          <Button kind="main" type="submit" disabled={wrong !== undefined}>
            {t("settings.theme.own.use")}
          </Button>
        </>
      }
    >
      <TextArea
        label={t("settings.theme.own.paste")}
        optional
        rows={2}
        dir="ltr"
        spellCheck={false}
        value={pasted}
        onChange={handlePaste}
        error={wrong}
      />
      {hard.length > 0 ? (
        <div className="stack">
          <Banner
            boxed
            icon="warning"
            action={
              <Button size="small" onClick={() => setColours(mended(colours))}>
                {t("settings.theme.own.mend")}
              </Button>
            }
          >
            {t("settings.theme.own.hard", { count: hard.length })}
          </Banner>
          <ul className="small soft">
            {hard.map((pair) => (
              <li key={pair.colour}>
                {t("settings.theme.own.pair", {
                  colour: t(`settings.colour.${pair.colour}`),
                  ground: t(`settings.colour.${pair.on}`),
                  ratio: number.format(pair.ratio),
                })}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <Banner boxed kind="calm">
          {t("settings.theme.own.fine")}
        </Banner>
      )}
      <div className="settings-colours">
        {officialColours.map((name) => (
          <label key={name}>
            <input
              type="color"
              value={colours[name]}
              onChange={(event) => setColours({ ...colours, [name]: event.currentTarget.value })}
            />
            {t(`settings.colour.${name}`)}
          </label>
        ))}
      </div>
    </Dialog>
  );
}
