import { useState } from "react";
import { showNotification } from "@/features/notifications";
import { session } from "@/features/session";
import { useT } from "@/i18n";
import { siteName } from "@/lib/site";
import { ValueChip } from "@/ui/badge/Chip";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { RadioGroup } from "@/ui/choice/Radio";
import { Switch } from "@/ui/choice/Switch";
import { TextInput } from "@/ui/field/TextInput";
import { changeNotifications } from "./actions";
import { withoutWord, withWord, wordsOf } from "./model";

/** What I am told of, and how. */
export function NotificationsSection() {
  const t = useT();
  const notify = session.use((state) => state.me?.notify_props);
  const firstName = session.use((state) => state.me?.first_name);
  const [word, setWord] = useState("");
  if (!notify) return null;
  const words = wordsOf(notify.mention_keys);

  function handleWord() {
    const keys = withWord(notify?.mention_keys ?? "", word);
    setWord("");
    if (keys !== notify?.mention_keys)
      changeNotifications(t("settings.notify.words"), { mention_keys: keys });
  }
  return (
    <>
      <p className="ui-pages-lead">{t("settings.notifications.lead")}</p>
      <div className="ui-pages-part">
        <BrowserNotice />
      </div>
      <section className="ui-pages-part">
        <h3>{t("settings.notify.level")}</h3>
        <div className="ui-pref">
          <RadioGroup
            label={t("settings.notify.level")}
            hideLabel
            value={notify.desktop === "default" ? "mention" : notify.desktop}
            onChange={(desktop) => changeNotifications(t("settings.notify.level"), { desktop })}
            choices={[
              { value: "all", text: t("settings.notify.all") },
              { value: "mention", text: t("settings.notify.mention") },
              { value: "none", text: t("settings.notify.none") },
            ]}
          />
        </div>
        <div className="ui-pref">
          <div className="ui-pref-text">
            <span className="ui-pref-name">{t("settings.notify.words")}</span>
            <p className="ui-help">{t("settings.notify.words.help")}</p>
            <div className="settings-words">
              {words.map((one) => (
                <ValueChip
                  key={one}
                  name={one}
                  onRemove={() =>
                    changeNotifications(t("settings.notify.words"), {
                      mention_keys: withoutWord(notify.mention_keys, one),
                    })
                  }
                />
              ))}
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  handleWord();
                }}
              >
                <TextInput
                  label={t("settings.notify.words.add")}
                  hideLabel
                  size="small"
                  icon="plus"
                  placeholder={t("settings.notify.words.add")}
                  value={word}
                  onChange={setWord}
                  onBlur={handleWord}
                />
              </form>
            </div>
          </div>
        </div>
        {firstName !== "" && (
          <Switch
            label={t("settings.notify.firstName")}
            checked={notify.first_name === "true"}
            onChange={(on) =>
              changeNotifications(t("settings.notify.firstName"), { first_name: on ? "true" : "false" })
            }
          />
        )}
        <Switch
          label={t("settings.notify.channelWide")}
          help={t("settings.notify.channelWide.help")}
          checked={notify.channel === "true"}
          onChange={(on) =>
            changeNotifications(t("settings.notify.channelWide"), { channel: on ? "true" : "false" })
          }
        />
        <Switch
          label={t("settings.notify.sound")}
          help={t("settings.notify.sound.help")}
          checked={notify.desktop_sound !== "false"}
          onChange={(on) =>
            changeNotifications(t("settings.notify.sound"), { desktop_sound: on ? "true" : "false" })
          }
        />
      </section>
    </>
  );
}

/** Whether this browser shows notifications, and how to have it do so. */
function BrowserNotice() {
  const t = useT();
  const known = "Notification" in window;
  const [permission, setPermission] = useState(known ? Notification.permission : "denied");
  if (permission === "denied") return <Banner boxed>{t("settings.notify.blocked")}</Banner>;
  if (permission === "default") {
    return (
      <Banner
        boxed
        icon="bell"
        action={
          <Button size="small" onClick={() => void Notification.requestPermission().then(setPermission)}>
            {t("settings.notify.allow")}
          </Button>
        }
      >
        {t("settings.notify.unasked")}
      </Banner>
    );
  }
  return (
    <Banner
      boxed
      kind="calm"
      action={
        <Button
          size="small"
          onClick={() =>
            showNotification(siteName(session.get().config.SiteName), {
              body: t("settings.notify.testText"),
              data: location.href,
            })
          }
        >
          {t("settings.notify.test")}
        </Button>
      }
    >
      {t("settings.notify.allowed")}
    </Banner>
  );
}
