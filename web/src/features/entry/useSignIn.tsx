import { type ReactNode, type SyntheticEvent, useState } from "react";
import { ApiError, door } from "@/api";
import { useT } from "@/i18n";
import { Banner } from "@/ui/banner/Banner";
import { PasswordInput } from "@/ui/field/PasswordInput";
import { TextInput } from "@/ui/field/TextInput";
import { INACTIVE, MFA_WANTED, refusalOfSignIn } from "./refusal";

interface SigningIn {
  /** Sends the form, for an e-mail address or a username. */
  submit: (event: SyntheticEvent, login: string) => Promise<void>;
  isBusy: boolean;
  /** Why it was refused, above the fields. */
  trouble: ReactNode;
  /** The password and, once the account turns out to have a second factor, its code. */
  fields: ReactNode;
}

/**
 * Signing in, at the door and where a session has ended. `refused` is why they have come here; `onInactive` is called in
 * place of telling them that their account is deactivated.
 */
export function useSignIn(onSignedIn: () => void, refused?: string, onInactive?: () => void): SigningIn {
  const t = useT();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [wantsCode, setWantsCode] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState(refused);

  async function submit(event: SyntheticEvent, login: string): Promise<void> {
    event.preventDefault();
    setIsBusy(true);
    setRefusal(undefined);
    try {
      await door.signIn({ login_id: login, password, token: code.trim() });
      onSignedIn();
    } catch (error) {
      setIsBusy(false);
      const id = error instanceof ApiError && error.id;
      if (id === MFA_WANTED) setWantsCode(true);
      else if (id === INACTIVE && onInactive) onInactive();
      else setRefusal(refusalOfSignIn(error, wantsCode));
    }
  }

  return {
    submit,
    isBusy,
    trouble: refusal && (
      <Banner kind="bad" boxed>
        {refusal}
      </Banner>
    ),
    fields: (
      <>
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
            autoFocus
          />
        )}
      </>
    ),
  };
}
