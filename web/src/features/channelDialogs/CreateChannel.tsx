import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import type { Team } from "@/api";
import { useMayInTeam } from "@/features/teams";
import { explain, useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { Button } from "@/ui/button/Button";
import { RadioGroup } from "@/ui/choice/Radio";
import { Dialog } from "@/ui/dialog/Dialog";
import { TextInput } from "@/ui/field/TextInput";
import { createChannel } from "./actions";

interface CreateChannelProps {
  team: Team;
  onClose: () => void;
}

const LONGEST = 64;

/** Makes a channel and opens it. */
export function CreateChannel({ team, onClose }: CreateChannelProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const mayOpen = useMayInTeam(team.id, "create_public_channel");
  const mayPrivate = useMayInTeam(team.id, "create_private_channel");
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState("");
  const [privacy, setPrivacy] = useState<"O" | "P">(mayOpen ? "O" : "P");
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  async function handleSubmit(): Promise<void> {
    if (name.trim() === "") {
      setTrouble(t("channels.create.nameMissing"));
      return;
    }
    setIsBusy(true);
    try {
      const channel = await createChannel(team.id, name.trim(), privacy, purpose.trim());
      onClose();
      navigate(addresses.channel(team.name, channel.name));
    } catch (error) {
      setIsBusy(false);
      setTrouble(explain(error));
    }
  }

  return (
    <Dialog
      title={t("moving.create.title")}
      keepsText={name !== "" || purpose !== ""}
      onClose={onClose}
      onSubmit={() => void handleSubmit()}
      footer={
        <>
          <Button onClick={onClose}>{t("buttons.cancel")}</Button>
          <Button kind="main" type="submit" busy={isBusy}>
            {t("channels.create.do")}
          </Button>
        </>
      }
    >
      <TextInput
        label={t("channels.create.name")}
        help={t("channels.create.nameHelp")}
        error={trouble}
        icon={privacy === "O" ? "channel" : "lock"}
        value={name}
        onChange={setName}
        maxLength={LONGEST}
      />
      <TextInput
        label={t("channels.create.purpose")}
        optional
        value={purpose}
        onChange={setPurpose}
        maxLength={250}
      />
      <RadioGroup
        label={t("channels.create.privacy")}
        hideLabel
        choices={[
          {
            value: "O",
            text: t("channels.create.open"),
            help: t("channels.create.openHelp", { team: team.display_name }),
            disabled: !mayOpen,
          },
          {
            value: "P",
            text: t("channels.create.private"),
            help: t("channels.create.privateHelp"),
            disabled: !mayPrivate,
          },
        ]}
        value={privacy}
        onChange={setPrivacy}
      />
    </Dialog>
  );
}
