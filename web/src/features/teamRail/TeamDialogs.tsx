import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { leaveTeam, teams } from "@/features/teams";
import { useT } from "@/i18n";
import { absoluteAddress, addresses } from "@/lib/routes";
import { Button } from "@/ui/button/Button";
import { AlertDialog, Dialog } from "@/ui/dialog/Dialog";
import { TextInput } from "@/ui/field/TextInput";
import { attempt } from "@/ui/toast/attempt";
import { copyAnd } from "@/ui/toast/copy";

interface TeamDialogProps {
  team: Team;
  onClose: () => void;
}

/** The link with which others come into a team. */
export function Invite({ team, onClose }: TeamDialogProps): ReactNode {
  const t = useT();
  const [isCopied, setIsCopied] = useState(false);
  const link = absoluteAddress(`${addresses.signUp}?id=${encodeURIComponent(team.invite_id)}`);

  return (
    <Dialog
      title={t("moving.invite")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("buttons.close")}</Button>
          <Button
            kind="main"
            icon={isCopied ? "check" : "copy"}
            onClick={() => copyAnd(link, () => setIsCopied(true))}
          >
            {t(isCopied ? "channels.inviteCopied" : "channels.team.invite.copy")}
          </Button>
        </>
      }
    >
      <p>{t("channels.team.invite.text", { team: team.display_name })}</p>
      <TextInput
        label={t("channels.team.invite.link")}
        value={link}
        onChange={() => {}}
        readOnly
        // Its beginning shows.
        onFocus={({ currentTarget: field }) => field.setSelectionRange(0, field.value.length, "backward")}
      />
    </Dialog>
  );
}

/** Asks before one leaves a team. */
export function LeaveTeam({ team, onClose }: TeamDialogProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  function handleConfirm(): void {
    onClose();
    attempt(async () => {
      await leaveTeam(team.id);
      teams.set({ last: "" });
      navigate(addresses.root);
    });
  }
  return (
    <AlertDialog
      title={t("channels.team.leaveTitle", { team: team.display_name })}
      confirm={t("moving.team.leave")}
      cancel={t("channels.leave.stay")}
      onCancel={onClose}
      onConfirm={handleConfirm}
    >
      <p>{t("channels.team.leaveText")}</p>
    </AlertDialog>
  );
}
