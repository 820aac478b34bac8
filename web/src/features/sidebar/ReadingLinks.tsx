import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";
import type { Team } from "@/api";
import { threads } from "@/features/threads";
import { useT } from "@/i18n";
import { addresses, patterns } from "@/lib/routes";
import { VisuallyHidden } from "@/ui/announcer/VisuallyHidden";
import { Badge } from "@/ui/badge/Badge";
import { Icon } from "@/ui/icon/Icon";

/** The ways to what is read across channels: threads, and what is saved. */
export function ReadingLinks({ team }: { team: Team }): ReactNode {
  const t = useT();
  const totals = threads.use((state) => state.totals[team.id]);
  const [isInThreads] = useRoute(patterns.threads);
  const [isInSaved] = useRoute(patterns.saved);
  const unread = totals?.unread ?? 0;
  const mentions = totals?.mentions ?? 0;
  return (
    <ul className="sidebar-reading">
      <li className="sidebar-item">
        <Link
          className="sidebar-row"
          data-ring="inside"
          href={addresses.threads(team.name)}
          data-unread={unread > 0 ? "" : undefined}
          aria-current={isInThreads ? "page" : undefined}
        >
          <Icon name="threads" />
          <span className="cut">{t("messages.threads")}</span>
          <span className="sidebar-tail">
            {unread > 0 && mentions === 0 && <VisuallyHidden>{t("moving.unread")}</VisuallyHidden>}
            <Badge count={mentions} label={t("moving.mentions", { count: mentions })} />
          </span>
        </Link>
      </li>
      <li className="sidebar-item">
        <Link
          className="sidebar-row"
          data-ring="inside"
          href={addresses.saved(team.name)}
          aria-current={isInSaved ? "page" : undefined}
        >
          <Icon name="bookmark" />
          <span className="cut">{t("messages.saved")}</span>
        </Link>
      </li>
    </ul>
  );
}
