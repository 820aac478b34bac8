import { type ReactNode, type SyntheticEvent, useState } from "react";
import { ApiError, type Config, door } from "@/api";
import { Rich, useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { addresses } from "@/lib/routes";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { PasswordInput } from "@/ui/field/PasswordInput";
import { TextInput } from "@/ui/field/TextInput";
import { MFA_WANTED, refusalOfSignIn } from "./refusal";

interface SignInProps {
  config: Config;
  site: string;
  onSignedIn: () => void;
}

export function SignIn({ config, site, onSignedIn }: SignInProps): ReactNode {
  const t = useT();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [wantsCode, setWantsCode] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    setIsBusy(true);
    setTrouble(undefined);
    try {
      await door.signIn({ login_id: login.trim(), password, token: code.trim() });
      onSignedIn();
    } catch (error) {
      setIsBusy(false);
      if (error instanceof ApiError && error.id === MFA_WANTED) setWantsCode(true);
      else setTrouble(refusalOfSignIn(error, wantsCode));
    }
  }

  return (
    <>
      <h1 className="entry-title">{t("entry.welcomeBack")}</h1>
      <p className="soft small">
        <Rich
          id="entry.site"
          values={{ site, host: location.host }}
          parts={{ host: (text) => <span className="mono">{text}</span> }}
        />
      </p>
      <form className="entry-form" onSubmit={handleSubmit} noValidate>
        {trouble && (
          <Banner kind="bad" boxed>
            {trouble}
          </Banner>
        )}
        <TextInput
          label={t("entry.login")}
          value={login}
          onChange={setLogin}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
        />
        <PasswordInput
          label={t("entry.password")}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          required
        />
        {wantsCode && (
          <TextInput
            label={t("entry.code")}
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            inputMode="numeric"
          />
        )}
        <div className="entry-actions">
          <Button kind="main" size="big" type="submit" busy={isBusy}>
            {t("entry.logIn")}
          </Button>
        </div>
      </form>
      {config.EnableUserCreation !== "false" && (
        <p className="small">
          <Rich
            id="entry.newHere"
            parts={{
              link: (text) => (
                <a className="link" href={`${basePath}${addresses.signUp}`}>
                  {text}
                </a>
              ),
            }}
          />
        </p>
      )}
    </>
  );
}
