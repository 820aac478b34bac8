import { useState } from "react";
import { ApiError } from "@/api";
import { session } from "@/features/session";
import { explain, useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { PasswordInput } from "@/ui/field/PasswordInput";
import { changePassword } from "./actions";

/** The password. */
export function SecuritySection() {
  const t = useT();
  const least = Number(session.use((state) => state.config.PasswordMinimumLength) ?? 8);
  const username = session.use((state) => state.me?.username) ?? "";
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ field: "current" | "next"; why: string }>();

  async function handleSubmit() {
    if (current === "") return setWrong({ field: "current", why: t("settings.password.missing") });
    if ([...next].length < least)
      return setWrong({ field: "next", why: t("settings.password.short", { least }) });
    setBusy(true);
    setWrong(undefined);
    try {
      await changePassword(current, next);
      setCurrent("");
      setNext("");
    } catch (error) {
      const isCurrent = error instanceof ApiError && /incorrect|invalid_password|check_user/.test(error.id);
      setWrong({ field: isCurrent ? "current" : "next", why: explain(error) });
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <p className="ui-pages-lead">{t("settings.security.lead")}</p>
      <form
        className="settings-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void handleSubmit();
        }}
      >
        {/* Password managers want to know whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordInput
          label={t("settings.password.current")}
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={wrong?.field === "current" ? wrong.why : undefined}
        />
        <PasswordInput
          label={t("settings.password.new")}
          autoComplete="new-password"
          help={t("settings.password.help")}
          value={next}
          onChange={setNext}
          error={wrong?.field === "next" ? wrong.why : undefined}
        />
        <div className="line">
          <Button kind="main" type="submit" busy={busy}>
            {t("settings.password.change")}
          </Button>
        </div>
      </form>
    </>
  );
}
