import { type ReactNode, useState } from "react";
import type { Config } from "@/api";
import { Rich, useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { addresses } from "@/lib/routes";
import { Button } from "@/ui/button/Button";
import { TextInput } from "@/ui/field/TextInput";
import { useSignIn } from "./useSignIn";

interface SignInProps {
  config: Config;
  site: string;
  /** Why they have come to the door again. */
  refused: string | undefined;
  onSignedIn: () => void;
}

export function SignIn({ config, site, refused, onSignedIn }: SignInProps): ReactNode {
  const t = useT();
  const [login, setLogin] = useState("");
  const { submit, isBusy, trouble, fields } = useSignIn(onSignedIn, refused);

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
      <form className="entry-form" onSubmit={(event) => submit(event, login.trim())} noValidate>
        {trouble}
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
        {fields}
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
