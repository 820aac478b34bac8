import { type ReactNode, useState } from "react";
import type { Channel } from "@/api";
import { isPersonal } from "@/features/channels";
import { explain, useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { Dialog } from "@/ui/dialog/Dialog";
import { TextArea } from "@/ui/field/TextArea";
import { TextInput } from "@/ui/field/TextInput";
import { describeChannel, renameChannel } from "./actions";

interface EditChannelProps {
  channel: Channel;
  onClose: () => void;
}

/** The name, header and purpose of a channel. */
export function EditChannel({ channel, onClose }: EditChannelProps): ReactNode {
  const t = useT();
  const [name, setName] = useState(channel.display_name);
  const [header, setHeader] = useState(channel.header);
  const [purpose, setPurpose] = useState(channel.purpose);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const isChanged = name !== channel.display_name || header !== channel.header || purpose !== channel.purpose;

  async function handleSubmit(): Promise<void> {
    setIsBusy(true);
    try {
      if (name.trim() !== channel.display_name) await renameChannel(channel.id, name.trim());
      if (header !== channel.header || purpose !== channel.purpose) {
        await describeChannel(channel.id, isPersonal(channel) ? { header } : { header, purpose });
      }
      onClose();
    } catch (error) {
      setIsBusy(false);
      setTrouble(explain(error));
    }
  }

  return (
    <Dialog
      title={t("channels.edit.title")}
      keepsText={isChanged}
      onClose={onClose}
      onSubmit={() => void handleSubmit()}
      footer={
        <>
          <Button onClick={onClose}>{t("buttons.cancel")}</Button>
          <Button kind="main" type="submit" busy={isBusy}>
            {t("buttons.save")}
          </Button>
        </>
      }
    >
      {!isPersonal(channel) && (
        <TextInput
          label={t("channels.create.name")}
          value={name}
          onChange={setName}
          error={trouble}
          maxLength={64}
        />
      )}
      <TextArea
        label={t("channels.edit.header")}
        help={t("channels.edit.headerHelp")}
        optional
        value={header}
        onChange={setHeader}
        error={isPersonal(channel) ? trouble : undefined}
        maxLength={1024}
      />
      {!isPersonal(channel) && (
        <TextArea
          label={t("channels.create.purpose")}
          optional
          value={purpose}
          onChange={setPurpose}
          maxLength={250}
        />
      )}
    </Dialog>
  );
}
