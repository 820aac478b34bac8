import { type ReactNode, useEffect, useState } from "react";
import { api, type Channel } from "@/api";
import { useT } from "@/i18n";
import { AlertDialog } from "@/ui/dialog/Dialog";
import { attempt } from "@/ui/toast/attempt";
import { archiveChannel, leaveChannel } from "./actions";

interface LeaveChannelProps {
  channel: Channel;
  onClose: () => void;
}

/** Asks before one leaves a channel that one cannot come back to alone. */
export function LeaveChannel({ channel, onClose }: LeaveChannelProps): ReactNode {
  const t = useT();
  function handleConfirm(): void {
    onClose();
    attempt(() => leaveChannel(channel.id));
  }
  return (
    <AlertDialog
      title={t("channels.leave.title", { channel: channel.display_name })}
      confirm={t("channels.leave.do")}
      cancel={t("channels.leave.stay")}
      onCancel={onClose}
      onConfirm={handleConfirm}
    >
      <p>{t("channels.leave.text")}</p>
    </AlertDialog>
  );
}

interface ArchiveChannelProps {
  channel: Channel;
  onClose: () => void;
}

/** Asks before a channel is put away for everybody. */
export function ArchiveChannel({ channel, onClose }: ArchiveChannelProps): ReactNode {
  const t = useT();
  const [count, setCount] = useState<number>();
  useEffect(() => {
    api.channelStats(channel.id).then(
      (stats) => setCount(stats.member_count),
      () => {},
    );
  }, [channel.id]);
  return (
    <AlertDialog
      title={t("channels.archive.title", { channel: channel.display_name })}
      confirm={t("channels.archive.do")}
      cancel={t("channels.keep")}
      onCancel={onClose}
      onConfirm={() => {
        onClose();
        attempt(() => archiveChannel(channel.id));
      }}
    >
      <p>{count === undefined ? t("channels.archive.textBare") : t("channels.archive.text", { count })}</p>
    </AlertDialog>
  );
}
