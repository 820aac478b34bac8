import type { ReactNode } from "react";
import { draftList, drafts } from "@/features/drafts";
import { signOut } from "@/features/session";
import { loadTexts, useT } from "@/i18n";
import { eraseLocalStore } from "@/lib/localStore";
import { hasUnsent } from "@/sync";
import { AlertDialog } from "@/ui/dialog/Dialog";
import { showDialog } from "@/ui/dialog/DialogHost";
import { attempt } from "@/ui/toast/attempt";

/**
 * Signs out and forgets all that is kept, once the server has ended the session. What would be lost with it that was
 * written and not sent is asked about first.
 */
export async function signOutHere(user: string, onSignedOut: () => void): Promise<void> {
  async function leave(): Promise<void> {
    await signOut();
    await eraseLocalStore(user);
    onSignedOut();
  }
  if (draftList(drafts.get()).length === 0 && !(await hasUnsent())) return leave();
  await loadTexts("people");
  showDialog((close) => <Unsent onClose={close} onConfirm={() => attempt(leave)} />);
}

interface UnsentProps {
  onClose: () => void;
  onConfirm: () => void;
}

function Unsent({ onClose, onConfirm }: UnsentProps): ReactNode {
  const t = useT();
  function handleConfirm(): void {
    onClose();
    onConfirm();
  }
  return (
    <AlertDialog
      title={t("people.unsent.title")}
      confirm={t("people.unsent.confirm")}
      cancel={t("buttons.cancel")}
      onConfirm={handleConfirm}
      onCancel={onClose}
    >
      {t("people.unsent.text")}
    </AlertDialog>
  );
}
