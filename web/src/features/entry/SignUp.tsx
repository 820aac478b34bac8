import { type ReactNode, useEffect, useState } from "react";
import { ApiError, type Config, door } from "@/api";
import { currentLanguage, explain, Rich, useT } from "@/i18n";
import { basePath } from "@/lib/base";
import { addresses } from "@/lib/routes";
import { Banner } from "@/ui/banner/Banner";
import { AccountForm } from "./AccountForm";
import type { NewAccount } from "./accounts";

interface SignUpProps {
  config: Config;
  /** The invitation that the address carries. */
  invitation: string | undefined;
  onSignedIn: () => void;
}

/** Makes an account and signs in with it. */
export async function makeAccount(account: NewAccount, invitation?: string): Promise<void> {
  const person = { ...account, locale: currentLanguage() };
  await door.signUp(person, invitation ? { iid: invitation } : {});
  await door.signIn({ login_id: account.username, password: account.password });
}

/** An account of one's own: by invitation, or where anybody may make one. */
export function SignUp({ config, invitation, onSignedIn }: SignUpProps): ReactNode {
  const t = useT();
  const [team, setTeam] = useState<string>();
  const [trouble, setTrouble] = useState<string>();
  const isClosed = invitation === undefined && config.EnableOpenServer !== "true";

  useEffect(() => {
    if (invitation === undefined) return;
    door.invitedTo(invitation).then(
      (found) => setTeam(found.display_name),
      (error: unknown) => {
        // What a team is called that takes nobody but by invitation is not told at the door; the link is good.
        if (error instanceof ApiError && error.status === 403) return;
        const isGone = error instanceof ApiError && (error.status === 404 || error.status === 400);
        setTrouble(isGone ? t("entry.inviteWrong") : explain(error));
      },
    );
  }, [invitation, t]);

  async function handleSubmit(account: NewAccount): Promise<void> {
    await makeAccount(account, invitation);
    onSignedIn();
  }

  const back = invitation ? `?redirect_to=${encodeURIComponent(`${addresses.signUp}?id=${invitation}`)}` : "";
  return (
    <>
      <h1 className="entry-title">
        {team === undefined ? t("entry.signUpTitle") : t("entry.signUpTeam", { team })}
      </h1>
      {trouble || isClosed ? (
        <div className="entry-form">
          <Banner kind={trouble ? "bad" : "lamp"} boxed>
            {trouble ?? t("entry.closed")}
          </Banner>
        </div>
      ) : (
        <>
          {team !== undefined && <p className="soft small">{t("entry.signUpTeamText")}</p>}
          <AccountForm config={config} submit={t("entry.signUp")} onSubmit={handleSubmit} />
        </>
      )}
      <p className="small">
        <Rich
          id="entry.haveAccount"
          parts={{
            link: (text) => (
              <a className="link" href={`${basePath}${addresses.login}${back}`}>
                {text}
              </a>
            ),
          }}
        />
      </p>
    </>
  );
}
