import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { type Config, door } from "@/api";
import { explain, useT } from "@/i18n";
import { siteName } from "@/lib/site";
import { Banner } from "@/ui/banner/Banner";
import { EntrySheet } from "./EntrySheet";
import { SignIn } from "./SignIn";
import { SetupScreen } from "./setup";

const SignUp = lazy(async () => ({ default: (await import("./SignUp")).SignUp }));

interface EntryScreenProps {
  /** The page at the door that was asked for. */
  page: "login" | "signUp";
  /** The invitation that the address carries. */
  invitation?: string | undefined;
  /** Why somebody who was in has come to the door again. */
  refused?: string | undefined;
  /** Somebody is signed in now, and goes to an address, if one is given. */
  onSignedIn: (address?: string) => void;
}

/** Signing in, or making an account; on a server without accounts the first run. */
export function EntryScreen({ page, invitation, refused, onSignedIn }: EntryScreenProps): ReactNode {
  const t = useT();
  const [config, setConfig] = useState<Config>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    door.config().then(setConfig, (error: unknown) => setTrouble(explain(error)));
  }, []);
  if (config?.NoAccounts === "true")
    return (
      <Suspense fallback={null}>
        <SetupScreen onDone={onSignedIn} />
      </Suspense>
    );
  const site = siteName(config?.SiteName);
  return (
    <EntrySheet foot={config && t("entry.footer", { site })}>
      {trouble && (
        <Banner kind="bad" boxed>
          {trouble}
        </Banner>
      )}
      {config &&
        (page === "signUp" ? (
          <Suspense fallback={null}>
            <SignUp config={config} invitation={invitation} onSignedIn={onSignedIn} />
          </Suspense>
        ) : (
          <SignIn config={config} site={site} refused={refused} onSignedIn={onSignedIn} />
        ))}
    </EntrySheet>
  );
}
