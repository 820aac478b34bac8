import type { ReactNode } from "react";
import type { Channel } from "@/api";
import { channels, isDirect } from "@/features/channels";
import { useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { RadioGroup } from "@/ui/choice/Radio";
import { Switch } from "@/ui/choice/Switch";
import { Dialog } from "@/ui/dialog/Dialog";
import { attempt } from "@/ui/toast/attempt";
import { setMuted, setNotify } from "./actions";

interface NotifyProps {
  channel: Channel;
  name: string;
  onClose: () => void;
}

const LEVELS = ["default", "all", "mention", "none"] as const;
type Level = (typeof LEVELS)[number];

/** How a channel tells me of what is in it. Each change is kept at once. */
export function Notify({ channel, name, onClose }: NotifyProps): ReactNode {
  const t = useT();
  const notify = channels.use((state) => state.members[channel.id]?.notify_props);
  if (!notify) return null;
  const level = LEVELS.find((one) => one === notify.desktop) ?? "default";
  const isMuted = notify.mark_unread === "mention";
  return (
    <Dialog
      title={t("channels.notify.title", { channel: name })}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t("buttons.close")}</Button>}
    >
      <Switch
        label={t("channels.notify.mute")}
        help={t("channels.notify.muteHelp")}
        checked={isMuted}
        onChange={(muted) => attempt(() => setMuted(channel.id, muted))}
      />
      <RadioGroup<Level>
        label={t("channels.notify.level")}
        choices={LEVELS.map((one) => ({ value: one, text: t(`channels.notify.level.${one}`) }))}
        value={level}
        onChange={(desktop) => attempt(() => setNotify(channel.id, { desktop }))}
      />
      {!isDirect(channel) && (
        <Switch
          label={t("channels.notify.ignore")}
          help={t("channels.notify.ignoreHelp")}
          checked={notify.ignore_channel_mentions === "on"}
          onChange={(isOn) =>
            attempt(() => setNotify(channel.id, { ignore_channel_mentions: isOn ? "on" : "off" }))
          }
        />
      )}
    </Dialog>
  );
}
