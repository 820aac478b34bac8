import "./personCard.css";
import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { api } from "@/api";
import { channelAddress, openConversation } from "@/features/channels";
import { timeIn } from "@/features/messages";
import {
  displayName,
  Face,
  needPresence,
  needUsers,
  people,
  type ShownCard,
  useCustomStatus,
  useNameFormat,
} from "@/features/people";
import { session } from "@/features/session";
import { sortedTeams, teams } from "@/features/teams";
import { useT } from "@/i18n";
import { useEmoji } from "@/lib/emoji";
import { addresses } from "@/lib/routes";
import { Presence } from "@/ui/avatar/Presence";
import { Tag } from "@/ui/badge/Badge";
import { Button } from "@/ui/button/Button";
import { Icon } from "@/ui/icon/Icon";
import { Popover } from "@/ui/popover/Popover";
import { attempt } from "@/ui/toast/attempt";
import { minutesAhead, zoneOf } from "./zone";

interface PersonCardProps {
  card: ShownCard;
  onClose: () => void;
}

type Role = "admin" | "teamAdmin" | "guest";

/** What somebody is besides a member, in the team where the card is opened. */
function useRole(id: string, roles: string, team: string | undefined): Role | undefined {
  const [inTeam, setInTeam] = useState("");
  useEffect(() => {
    if (team === undefined) return;
    // Who is not in the team has no role in it.
    api.teamMember(team, id).then(
      (member) => setInTeam(`${member.roles} ${member.scheme_admin ? "team_admin" : ""}`),
      () => {},
    );
  }, [team, id]);
  const all = `${roles} ${inTeam}`.split(" ");
  if (all.includes("system_admin")) return "admin";
  if (all.includes("system_guest")) return "guest";
  return all.includes("team_admin") ? "teamAdmin" : undefined;
}

/** Somebody's card: who they are, whether they are there, what time it is for them, and the way to write to them. */
export function PersonCard({ card, onClose }: PersonCardProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const table = useEmoji();
  const { user: id, anchor, isEntered } = card;
  const format = useNameFormat();
  const user = people.use((state) => state.users[id]);
  const presence = people.use((state) => state.presence[id]);
  const me = session.use((state) => state.me?.id);
  const last = teams.use((state) => state.last);
  const all = teams.use((state) => state.teams);
  const custom = useCustomStatus(id);
  const team = all[last] ?? sortedTeams(all)[0];
  const role = useRole(id, user?.roles ?? "", team?.id);
  useEffect(() => {
    void needUsers([id]);
    void needPresence([id]);
  }, [id]);
  if (!user) return null;

  const name = displayName(user, format);
  const full = `${user.first_name} ${user.last_name}`.trim();
  const others = [full, user.nickname].filter((one) => one !== "" && one !== name);
  const tag = user.is_bot ? t("messages.bot") : role && t(`people.role.${role}`);
  const now = Date.now();
  const zone = zoneOf(user);
  const ahead = minutesAhead(user, now);
  const time =
    ahead === 0 ? "people.time.same" : (ahead ?? 0) > 0 ? "people.time.ahead" : "people.time.behind";

  function handleMessage(): void {
    onClose();
    attempt(async () => {
      const channel = await openConversation([id]);
      navigate(channelAddress(channel, team?.name ?? "", people.get()));
    });
  }
  function handleEdit(): void {
    onClose();
    navigate(addresses.settings("profile"));
  }

  return (
    <Popover
      label={name}
      anchor={anchor}
      onClose={onClose}
      className="person-card"
      {...(isEntered ? {} : { focus: "none" as const })}
    >
      <div className="person-card-who">
        <Face user={id} size={64} withPresence />
        <div className="person-card-names">
          <bdi className="person-card-name">{name}</bdi>
          <bdi className="mute small">@{user.username}</bdi>
          {others.length > 0 && <bdi className="mute small">{others.join(" · ")}</bdi>}
          {tag && (
            <span>
              <Tag>{tag}</Tag>
            </span>
          )}
        </div>
      </div>
      {custom && (
        <p className="person-card-says">
          {table?.sign(custom.emoji)} <bdi>{custom.text}</bdi>
        </p>
      )}
      <ul className="person-card-facts">
        {zone !== undefined && ahead !== undefined && (
          <li>
            <Icon name="clock" size={16} />
            {t(time, { time: timeIn(zone, now), hours: Math.abs(ahead) / 60 })}
          </li>
        )}
        {presence && !user.is_bot && (
          <li>
            <Presence is={presence} decorative />
            {t(`ui.status.${presence}`)}
          </li>
        )}
        {user.position && (
          <li>
            <Icon name="shield" size={16} />
            <bdi>{user.position}</bdi>
          </li>
        )}
        {user.delete_at > 0 && (
          <li>
            <Icon name="archive" size={16} />
            {t("people.deactivated")}
          </li>
        )}
      </ul>
      {id === me ? (
        <Button className="person-card-do" icon="edit" onClick={handleEdit}>
          {t("people.editProfile")}
        </Button>
      ) : (
        user.delete_at === 0 && (
          <Button className="person-card-do" kind="main" icon="message" onClick={handleMessage}>
            {t("people.message")}
          </Button>
        )
      )}
    </Popover>
  );
}
