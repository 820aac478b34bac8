import type { ReactNode } from "react";
import { Link, useLocation, useRoute } from "wouter";
import type { Team } from "@/api";
import { channels } from "@/features/channels";
import { draftList, drafts } from "@/features/drafts";
import { useShortcut } from "@/features/keyboard";
import { threads } from "@/features/threads";
import { useT } from "@/i18n";
import { addresses, patterns } from "@/lib/routes";
import { VisuallyHidden } from "@/ui/announcer/VisuallyHidden";
import { Badge } from "@/ui/badge/Badge";
import { Icon, type IconName } from "@/ui/icon/Icon";

interface ReadingLinkProps {
  icon: IconName;
  name: string;
  href: string;
  pattern: string;
  isUnread?: boolean;
  /** What stands at its end. */
  children?: ReactNode;
}

function ReadingLink({ icon, name, href, pattern, isUnread, children }: ReadingLinkProps): ReactNode {
  const [isIn] = useRoute(pattern);
  return (
    <li className="sidebar-item">
      <Link
        className="sidebar-row"
        data-ring="inside"
        href={href}
        data-unread={isUnread ? "" : undefined}
        aria-current={isIn ? "page" : undefined}
      >
        <Icon name={icon} />
        <span className="cut">{name}</span>
        <span className="sidebar-tail">{children}</span>
      </Link>
    </li>
  );
}

/** The ways to what is read across channels: threads, what is saved, and what waits to be sent. */
export function ReadingLinks({ team }: { team: Team }): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const totals = threads.use((state) => state.totals[team.id]);
  const open = channels.use((state) => state.open);
  // What is being written where one is shows there: with the first letter nothing here comes, and moves all below it.
  const drafted = drafts.use((state) => draftList(state).filter(({ channel }) => channel !== open).length);
  const unread = totals?.unread ?? 0;
  const mentions = totals?.mentions ?? 0;
  const go = (address: string) => (): undefined => {
    navigate(address);
    return undefined;
  };
  useShortcut("threads", go(addresses.threads(team.name)));
  useShortcut("saved", go(addresses.saved(team.name)));
  useShortcut("drafts", go(addresses.drafts(team.name)));
  useShortcut("home", go(addresses.team(team.name)));
  return (
    <ul className="sidebar-reading">
      <ReadingLink
        icon="threads"
        name={t("messages.threads")}
        href={addresses.threads(team.name)}
        pattern={patterns.threads}
        isUnread={unread > 0}
      >
        {unread > 0 && mentions === 0 && <VisuallyHidden>{t("moving.unread")}</VisuallyHidden>}
        {mentions > 0 && <Badge count={mentions} label={t("moving.mentions", { count: mentions })} />}
      </ReadingLink>
      <ReadingLink
        icon="bookmark"
        name={t("messages.saved")}
        href={addresses.saved(team.name)}
        pattern={patterns.saved}
      />
      {drafted > 0 && (
        <ReadingLink
          icon="edit"
          name={t("moving.drafts")}
          href={addresses.drafts(team.name)}
          pattern={patterns.drafts}
        >
          <span className="num">{drafted}</span>
        </ReadingLink>
      )}
    </ul>
  );
}
