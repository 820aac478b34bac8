import "./entry.css";
import { type ReactNode, type SyntheticEvent, useEffect, useState } from "react";
import { ApiError, type Config, door } from "@/api";
import { explain, Rich, useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { addresses } from "@/lib/routes";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { PasswordInput } from "@/ui/field/PasswordInput";
import { TextInput } from "@/ui/field/TextInput";

const MFA_WANTED = "mfa.validate_token.authenticate.app_error";

interface EntryScreenProps {
  /** The page at the door that was asked for. */
  page: "login" | "signUp";
  /** The invitation that the address carries. */
  invitation?: string | undefined;
  /** Somebody is signed in now. */
  onSignedIn: () => void;
}

/** Signing in, or making an account; on a server without accounts always the latter. */
export function EntryScreen({ page, invitation, onSignedIn }: EntryScreenProps): ReactNode {
  const [config, setConfig] = useState<Config>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    door.config().then(setConfig, (error: unknown) => setTrouble(explain(error)));
  }, []);
  const site = config?.SiteName || "Wardroom";
  const isFirst = config?.NoAccounts === "true";
  return (
    <main className="entry">
      <div className="entry-sheet">
        {trouble && (
          <Banner kind="bad" boxed>
            {trouble}
          </Banner>
        )}
        {config &&
          (page === "signUp" || isFirst ? (
            <SignUp config={config} isFirst={isFirst} invitation={invitation} onSignedIn={onSignedIn} />
          ) : (
            <SignIn site={site} onSignedIn={onSignedIn} />
          ))}
      </div>
    </main>
  );
}

interface SignInProps {
  site: string;
  onSignedIn: () => void;
}

function SignIn({ site, onSignedIn }: SignInProps): ReactNode {
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
      const isRefused = error instanceof ApiError && error.hindrance === "refused";
      if (isRefused && error.id === MFA_WANTED) setWantsCode(true);
      else if (isRefused && wantsCode) setTrouble(t("entry.codeWrong"));
      else if (isRefused) setTrouble(t("entry.wrong"));
      else setTrouble(explain(error));
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
          required
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
        <Button kind="main" size="big" type="submit" busy={isBusy}>
          {t("entry.logIn")}
        </Button>
      </form>
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
    </>
  );
}

interface SignUpProps {
  config: Config;
  /** Nobody is here yet: the account becomes the administrator's. */
  isFirst: boolean;
  invitation: string | undefined;
  onSignedIn: () => void;
}

function SignUp({ config, isFirst, invitation, onSignedIn }: SignUpProps): ReactNode {
  const t = useT();
  const [email, setEmail] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const least = config.PasswordMinimumLength ?? "8";
  const isOpen = isFirst || invitation !== undefined || config.EnableOpenServer === "true";

  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    setIsBusy(true);
    setTrouble(undefined);
    try {
      await door.signUp({ email: email.trim(), username, password }, invitation ? { iid: invitation } : {});
      await door.signIn({ login_id: username, password });
      onSignedIn();
    } catch (error) {
      setIsBusy(false);
      setTrouble(explain(error));
    }
  }

  if (!isOpen) return <p>{t("entry.closed")}</p>;
  return (
    <>
      <h1 className="entry-title">{t(isFirst ? "entry.setup.accountTitle" : "entry.signUpTitle")}</h1>
      {isFirst && <p className="soft small">{t("entry.setup.accountText")}</p>}
      <form className="entry-form" onSubmit={handleSubmit} noValidate>
        {trouble && (
          <Banner kind="bad" boxed>
            {trouble}
          </Banner>
        )}
        <TextInput
          label={t("entry.email")}
          type="email"
          value={email}
          onChange={setEmail}
          autoComplete="email"
        />
        <TextInput
          label={t("entry.username")}
          help={t("entry.usernameHelp")}
          value={username}
          onChange={(text) => setUsername(text.toLowerCase())}
          autoComplete="username"
          autoCapitalize="none"
        />
        <PasswordInput
          label={t("entry.password")}
          help={t("entry.passwordHelp", { count: least })}
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
        />
        <Button kind="main" size="big" type="submit" busy={isBusy}>
          {t("entry.signUp")}
        </Button>
      </form>
    </>
  );
}
