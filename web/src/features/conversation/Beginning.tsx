import type { ReactNode } from "react";
import { channels, isPersonal } from "@/features/channels";
import { useT } from "@/i18n";
import { EmptyState } from "@/ui/empty/EmptyState";

interface BeginningProps {
  id: string;
  name: string;
}

/** What stands before the first message of a channel. */
export function Beginning({ id, name }: BeginningProps): ReactNode {
  const t = useT();
  const kind = channels.use(({ channels: { [id]: channel } }) => {
    if (channel && channel.delete_at > 0) return "archived";
    return channel && isPersonal(channel) ? "personal" : "open";
  });
  return (
    <EmptyState
      picture="sheet"
      title={
        kind === "personal"
          ? t("reading.beginning.with", { name })
          : t("reading.beginning.of", { channel: name })
      }
    >
      {t(`reading.beginning.${kind}`)}
    </EmptyState>
  );
}
