import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { Config } from "@/api";
import { useT } from "@/i18n";
import { Banner } from "@/ui/banner/Banner";
import { Button } from "@/ui/button/Button";
import { PasswordInput } from "@/ui/field/PasswordInput";
import { TextInput } from "@/ui/field/TextInput";
import {
  type AccountTroubles,
  type NewAccount,
  passwordHelp,
  refusalOfAccount,
  troublesOf,
  usernameFrom,
} from "./accounts";
import { focusTrouble } from "./focusTrouble";

interface AccountFormProps {
  config: Config;
  /** What the button says. */
  submit: string;
  /** Makes the account; what it throws is explained at the field that it concerns. */
  onSubmit: (account: NewAccount) => Promise<void>;
}

/** Address, name and password of a new account. */
export function AccountForm({ config, submit, onSubmit }: AccountFormProps): ReactNode {
  const t = useT();
  const [email, setEmail] = useState("");
  const [chosen, setUsername] = useState<string>();
  const [password, setPassword] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [troubles, setTroubles] = useState<AccountTroubles>({});
  // It follows the address as that is typed, so that it is there before anybody comes to this field.
  const username = chosen ?? usernameFrom(email);

  async function handleSubmit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const account = { email: email.trim(), username, password };
    const found = troublesOf(account, config);
    setTroubles(found);
    if (Object.keys(found).length > 0) return focusTrouble(form);
    setIsBusy(true);
    try {
      await onSubmit(account);
    } catch (error) {
      setIsBusy(false);
      setTroubles(refusalOfAccount(error, config));
      focusTrouble(form);
    }
  }

  return (
    <form className="entry-form" onSubmit={handleSubmit} noValidate>
      {troubles.form && (
        <Banner kind="bad" boxed>
          {troubles.form}
        </Banner>
      )}
      <TextInput
        label={t("entry.email")}
        type="email"
        value={email}
        onChange={setEmail}
        error={troubles.email}
        autoComplete="email"
        autoFocus
      />
      <TextInput
        label={t("entry.username")}
        help={t("entry.usernameHelp")}
        value={username}
        onChange={(text) => setUsername(text.toLowerCase())}
        error={troubles.username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordInput
        label={t("entry.password")}
        help={passwordHelp(config)}
        value={password}
        onChange={setPassword}
        error={troubles.password}
        autoComplete="new-password"
      />
      <div className="entry-actions">
        <Button kind="main" size="big" type="submit" busy={isBusy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
