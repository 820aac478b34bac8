import type { ReactNode } from "react";
import { timeOf } from "@/features/messages";
import { useT } from "@/i18n";
import { Icon } from "@/ui/icon/Icon";
import { Kbd } from "@/ui/kbd/Kbd";

interface NewBarProps {
  count: number;
  since: number;
  onJump: () => void;
  onRead: () => void;
}

/** How much is new, while it is not all read. */
export function NewBar({ count, since, onJump, onRead }: NewBarProps): ReactNode {
  const t = useT();
  return (
    <div className="new-bar small">
      <span className="strong">{t("messages.newSince", { count, time: timeOf(since) })}</span>
      <button type="button" onClick={onJump}>
        {t("messages.jump")}
      </button>
      <button type="button" onClick={onRead}>
        {t("messages.markRead")} <Kbd keys="Escape" />
      </button>
    </div>
  );
}

interface JumpToLatestProps {
  /** How many are unread below. */
  count: number;
  onJump: () => void;
}

export function JumpToLatest({ count, onJump }: JumpToLatestProps): ReactNode {
  const t = useT();
  return (
    <button type="button" className="jump-latest small" onClick={onJump}>
      <Icon name="arrow-down" size={16} />
      {count > 0 ? t("messages.latestNew", { count }) : t("messages.latest")}
    </button>
  );
}
