import "./sidebar.css";
import { type ReactNode, useMemo } from "react";
import { Link } from "wouter";
import type { Category, Team } from "@/api";
import {
  arrange,
  channelAddress,
  channelName,
  channels,
  isDirect,
  teammateOf,
  unreadOf,
} from "@/features/channels";
import { people, useNameFormat } from "@/features/people";
import { type Translate, useT } from "@/i18n";
import { Avatar } from "@/ui/avatar/Avatar";
import { Badge } from "@/ui/badge/Badge";
import { Button } from "@/ui/button/Button";
import { Icon } from "@/ui/icon/Icon";

interface SidebarProps {
  team: Team;
  onSignOut: () => void;
}

function groupName(category: Category, t: Translate): string {
  if (category.type === "favorites") return t("moving.favourites");
  if (category.type === "channels") return t("moving.channels");
  return category.type === "direct_messages" ? t("moving.direct") : category.display_name;
}

/** The channels of a team as its member has arranged them. */
export function Sidebar({ team, onSignOut }: SidebarProps): ReactNode {
  const t = useT();
  const format = useNameFormat();
  const state = channels.use((all) => all);
  const known = people.use((all) => all);
  const groups = useMemo(
    () =>
      arrange(
        state,
        team.id,
        (channel) => channelName(channel, known, format),
        () => false,
      ),
    [state, known, format, team.id],
  );
  return (
    <nav className="sidebar" aria-label={t("moving.title")} data-ground="table">
      <h2 className="sidebar-team cut">{team.display_name}</h2>
      <div className="scrolls grow">
        {groups
          .filter((group) => group.ids.length > 0)
          .map(({ category, ids }) => (
            <section key={category.id} aria-label={groupName(category, t)}>
              <h3 className="sidebar-group">{groupName(category, t)}</h3>
              {ids.map((id) => {
                const channel = state.channels[id];
                if (!channel) return null;
                const unread = unreadOf(channel, state.members[id]);
                const name = channelName(channel, known, format);
                return (
                  <Link
                    key={id}
                    className="sidebar-row"
                    data-ring="inside"
                    href={channelAddress(channel, team.name, known)}
                    data-unread={unread.isUnread ? "" : undefined}
                    data-muted={unread.isMuted ? "" : undefined}
                    aria-current={state.open === id ? "page" : undefined}
                  >
                    {isDirect(channel) ? (
                      <Avatar id={teammateOf(channel)} name={name} size={20} />
                    ) : (
                      <Icon
                        name={channel.type === "P" ? "lock" : channel.type === "G" ? "people" : "channel"}
                      />
                    )}
                    <bdi className="cut grow">{name}</bdi>
                    <Badge count={unread.mentions} label={t("moving.mentions", { count: unread.mentions })} />
                  </Link>
                );
              })}
            </section>
          ))}
      </div>
      <Button kind="bare" size="small" onClick={onSignOut}>
        {t("moving.signOut")}
      </Button>
    </nav>
  );
}
