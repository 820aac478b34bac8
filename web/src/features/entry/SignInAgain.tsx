import "./signInAgain.css";
import { type ReactNode, useEffect, useRef } from "react";
import { createRoot } from "react-dom/client";
import type { User } from "@/api";
import { translate, useT } from "@/i18n";
import { eraseLocalStore } from "@/lib/localStore";
import { announce } from "@/ui/announcer/announce";
import { Button } from "@/ui/button/Button";
import { useSignIn } from "./useSignIn";

const TITLE_ID = "again-title";

interface SignInAgainProps {
  user: Pick<User, "id" | "username">;
  /** The session goes on. */
  onSignedIn: () => void;
  /** They are somebody else. */
  onLeave: () => void;
  /** Their account is deactivated, which the server tells to who knows its password. */
  onInactive: () => void;
}

interface FormProps extends SignInAgainProps {
  takesFocus: boolean;
}

function SignInAgain({ user, onSignedIn, onLeave, onInactive, takesFocus }: FormProps): ReactNode {
  const { id, username } = user;
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const { submit, isBusy, trouble, fields } = useSignIn(onSignedIn, undefined, handleInactive);

  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLInputElement>("[type=password]")?.focus();
  }, [takesFocus]);

  /** Nothing of what they could read stays, on the screen or in the local store. */
  function handleInactive(): void {
    onInactive();
    void eraseLocalStore(id);
  }

  return (
    <>
      <h2 id={TITLE_ID}>{t("session.title")}</h2>
      <p className="soft small">{t("session.text", { name: username })}</p>
      <form ref={form} className="entry-form" onSubmit={(event) => submit(event, username)} noValidate>
        {trouble}
        {/* For those who manage passwords. */}
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        {fields}
        <div className="again-actions">
          <Button kind="bare" onClick={onLeave}>
            {t("session.other")}
          </Button>
          <Button kind="main" type="submit" busy={isBusy}>
            {t("entry.logIn")}
          </Button>
        </div>
      </form>
    </>
  );
}

/** Whether somebody is in a field of text: the next letters are meant for it. */
function isWriting(): boolean {
  return document.activeElement?.matches("input, textarea, [contenteditable]") ?? false;
}

/**
 * Shows over everything, in a root of its own, where who was signed in signs in again. It takes the focus from nobody who
 * writes: a screen reader says how to get there. Gives the way to take it away.
 */
export function showSignInAgain(props: SignInAgainProps): () => void {
  const host = document.createElement("div");
  host.className = "again";
  host.popover = "manual";
  host.role = "dialog";
  host.dataset.region = "session";
  host.setAttribute("aria-labelledby", TITLE_ID);

  /** Outside of a modal surface that is open nothing can be reached: it goes along into the one that lies uppermost. */
  function place(): void {
    const parent = [...document.querySelectorAll("dialog:modal, .ui-overlay")].at(-1) ?? document.body;
    if (host.parentElement === parent) return;
    parent.append(host);
    host.showPopover();
  }

  const before = document.activeElement;
  const root = createRoot(host);
  const takesFocus = !isWriting();
  root.render(<SignInAgain {...props} takesFocus={takesFocus} />);
  place();
  const watching = new MutationObserver(place);
  watching.observe(document.body, { subtree: true, childList: true, attributeFilter: ["open"] });
  if (!takesFocus) announce(translate("session.said"));

  return () => {
    watching.disconnect();
    const hadFocus = host.contains(document.activeElement);
    root.unmount();
    host.remove();
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}
