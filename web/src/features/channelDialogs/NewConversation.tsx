import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { channelAddress, openConversation } from "@/features/channels";
import { perform } from "@/features/keyboard";
import { people } from "@/features/people";
import { PeoplePicker } from "@/features/peoplePicker";
import { explain, useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { Dialog } from "@/ui/dialog/Dialog";

interface NewConversationProps {
  team: Team;
  onClose: () => void;
}

/** Besides oneself. */
const MOST = 7;

/** Writes to one person, or to a few together. */
export function NewConversation({ team, onClose }: NewConversationProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const [picked, setPicked] = useState<string[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  async function handleSubmit(): Promise<void> {
    if (picked.length === 0) {
      setTrouble(t("channels.conversation.missing"));
      return;
    }
    setIsBusy(true);
    try {
      const channel = await openConversation(picked);
      onClose();
      navigate(channelAddress(channel, team.name, people.get()));
      requestAnimationFrame(() => perform("compose"));
    } catch (error) {
      setIsBusy(false);
      setTrouble(explain(error));
    }
  }

  return (
    <Dialog
      title={t("moving.conversation.title")}
      onClose={onClose}
      onSubmit={() => void handleSubmit()}
      footer={
        <>
          <Button onClick={onClose}>{t("buttons.cancel")}</Button>
          <Button kind="main" type="submit" busy={isBusy}>
            {t("channels.conversation.do")}
          </Button>
        </>
      }
    >
      <PeoplePicker
        label={t("channels.conversation.to")}
        help={t("channels.conversation.help", { count: MOST })}
        error={trouble}
        team={team.id}
        picked={picked}
        onChange={setPicked}
        most={MOST}
      />
    </Dialog>
  );
}
