import { useCallback, useEffect, useState } from "react";
import { api } from "@/api";
import { currentLocale, explain, useT } from "@/i18n";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { Icon } from "@/ui/icon/Icon";
import { Skeleton } from "@/ui/skeleton/Skeleton";
import { attempt } from "@/ui/toast/attempt";
import { toasts } from "@/ui/toast/toasts";
import { endSession } from "./actions";
import { type Device, devicesOf } from "./model";

function timeOf(at: number): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** Where I am signed in. */
export function SessionsSection() {
  const t = useT();
  const [devices, setDevices] = useState<readonly Device[]>();
  const [wrong, setWrong] = useState<string>();

  const load = useCallback(() => {
    setWrong(undefined);
    api.sessions().then(
      (sessions) => setDevices(devicesOf(sessions)),
      (error: unknown) => setWrong(explain(error)),
    );
  }, []);
  useEffect(load, [load]);

  function handleEnd(device: Device): void {
    const before = devices;
    attempt(async () => {
      setDevices(before?.filter((one) => one.id !== device.id));
      try {
        await endSession(device.id);
      } catch (error) {
        setDevices(before);
        throw error;
      }
      toasts.show({ text: t("settings.sessions.ended") });
    });
  }
  return (
    <>
      <p className="ui-pages-lead">{t("settings.sessions.lead")}</p>
      <section className="ui-pages-part" aria-label={t("settings.sessions.list")}>
        {wrong !== undefined && (
          <Banner
            kind="bad"
            boxed
            action={
              <Button size="small" onClick={load}>
                {t("buttons.retry")}
              </Button>
            }
          >
            {wrong}
          </Banner>
        )}
        {!devices && wrong === undefined && (
          <Skeleton label={t("settings.sessions.loading")} lines={[60, 40]} />
        )}
        <ul className="settings-devices">
          {devices?.map((device) => {
            const app = device.app || t("settings.sessions.unknown");
            return (
              <li key={device.id}>
                <Icon name="device" />
                <div className="grow">
                  <bdi>{app}</bdi>
                  {device.platform && <span className="mute">{` · ${device.platform}`}</span>}
                  <p className="ui-help">
                    {t("settings.sessions.used", { when: timeOf(device.lastUsed) })}
                    {" · "}
                    {t("settings.sessions.since", { when: timeOf(device.signedIn) })}
                  </p>
                </div>
                <Button size="small" aria-description={app} onClick={() => handleEnd(device)}>
                  {t("settings.sessions.end")}
                </Button>
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}
