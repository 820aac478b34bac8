import "./composer.css";
import type { ReactNode } from "react";
import { channels, joinChannel, useChannelName } from "@/features/channels";
import { explain, useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { toasts } from "@/ui/toast/toasts";
import { useWritingHindrance, type WritingHindrance } from "./hindrance";
import { OpenComposer } from "./OpenComposer";

interface ComposerProps {
  channelId: string;
  /** The thread that is answered. */
  rootId?: string;
}

/** Where one writes: in a channel, or in a thread of it. */
export function Composer({ channelId, rootId = "" }: ComposerProps): ReactNode {
  const hindrance = useWritingHindrance(channelId);
  return (
    <div className="composer-place">
      {hindrance ? (
        <ClosedComposer channelId={channelId} hindrance={hindrance} />
      ) : (
        <OpenComposer channel={channelId} root={rootId} />
      )}
    </div>
  );
}

interface ClosedComposerProps {
  channelId: string;
  hindrance: WritingHindrance;
}

/** Why nobody can write here, and what can be done about it. */
function ClosedComposer({ channelId, hindrance }: ClosedComposerProps): ReactNode {
  const t = useT();
  const channel = channels.use((state) => state.channels[channelId]);
  const name = useChannelName(channelId);

  async function handleJoin(): Promise<void> {
    try {
      if (channel) await joinChannel(channel);
    } catch (error) {
      toasts.show({ kind: "bad", text: explain(error) });
    }
  }

  return (
    <div className="composer-closed">
      <p>{t(`composer.closed.${hindrance}`, { name })}</p>
      {hindrance === "notMember" && (
        <Button kind="main" onClick={() => void handleJoin()}>
          {t("composer.join", { channel: name })}
        </Button>
      )}
    </div>
  );
}
