import "./switcher.css";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { api, type Channel, type Team, type User } from "@/api";
import {
  channelAddress,
  channelName,
  channels,
  isDirect,
  joinChannel,
  openConversation,
  teammateOf,
  unreadOf,
} from "@/features/channels";
import { perform } from "@/features/keyboard";
import {
  displayName,
  Face,
  learn,
  type NameFormat,
  nameFormatNow,
  people,
  useNameFormat,
} from "@/features/people";
import { myId } from "@/features/session";
import { explain, useT } from "@/i18n";
import { Badge, Pip } from "@/ui/badge/Badge";
import { useCombobox } from "@/ui/combobox/useCombobox";
import { Modal } from "@/ui/dialog/Dialog";
import { Icon } from "@/ui/icon/Icon";
import { Kbd } from "@/ui/kbd/Kbd";
import { toasts } from "@/ui/toast/toasts";
import { foldedNames, matchIn, ranker, read, type Target } from "./rank";

interface SwitcherProps {
  team: Team;
  onClose: () => void;
}

interface Place extends Target {
  channel?: Channel;
  user?: string;
  mentions: number;
  /** A public channel that I am not in. */
  isNew: boolean;
}

const SHOWN = 30;
const QUIET_MS = 80;

const named = new WeakMap<User, { format: NameFormat; names: string[] }>();

/** All that somebody is called, what shows first: the same list as long as they are the same. */
function namesOf(user: User, format: NameFormat): string[] {
  const known = named.get(user);
  if (known?.format === format) return known.names;
  const all = [
    displayName(user, format),
    user.username,
    `${user.first_name} ${user.last_name}`.trim(),
    user.nickname,
  ];
  const names = all.filter((name) => name !== "");
  named.set(user, { format, names });
  return names;
}

const strangers = new WeakMap<readonly string[], Place>();

/** Somebody with whom there is no conversation: the same place as long as they have the same names. */
function strangerOf(user: User, format: NameFormat): Place {
  const names = namesOf(user, format);
  let known = strangers.get(names);
  if (!known) {
    const rest = { at: 0, isUnread: false, mentions: 0, isNew: false };
    known = { key: user.id, kind: "person", names, user: user.id, ...rest };
    strangers.set(names, known);
  }
  return known;
}

const AT_ONCE = 200;

/** Folds the names of all who are known, some at a time, so that the first letter that is typed does not wait for it. */
export async function prepareNames(): Promise<void> {
  const users = Object.values(people.get().users);
  for (let at = 0; at < users.length; at += AT_ONCE) {
    for (const user of users.slice(at, at + AT_ONCE)) foldedNames(namesOf(user, nameFormatNow()));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Goes to a conversation or a person by a few letters. */
export function Switcher({ team, onClose }: SwitcherProps): ReactNode {
  const t = useT();
  const [, navigate] = useLocation();
  const format = useNameFormat();
  const state = channels.use((all) => all);
  const users = people.use((all) => all.users);
  const [text, setText] = useState("");
  const [found, setFound] = useState<Channel[]>([]);
  const { term, kind } = read(text);
  const isSearching = term !== "" || kind === "person";

  useEffect(() => {
    if (term === "") return;
    let isOld = false;
    const timer = setTimeout(() => {
      // What the server does not say now, what is known here says.
      api.suggestChannels(team.id, term).then(
        (list) => isOld || setFound(list),
        () => {},
      );
      api.searchUsers({ term, team_id: team.id, limit: SHOWN }).then(learn, () => {});
    }, QUIET_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [term, team.id]);

  const places = useMemo(() => {
    const others = found.filter((one) => !state.members[one.id] && one.type === "O" && one.delete_at === 0);
    const mine = Object.values(state.channels).filter(
      (one) =>
        state.members[one.id] && one.delete_at === 0 && (one.team_id === team.id || one.team_id === ""),
    );
    const spoken = new Set(mine.filter(isDirect).map(teammateOf));
    const rows = [...mine, ...others].map((channel): Place => {
      const member = state.members[channel.id];
      const unread = unreadOf(channel, member);
      const user = isDirect(channel) ? users[teammateOf(channel)] : undefined;
      const name = channelName(channel, { users }, format);
      const names = user ? namesOf(user, format) : channel.team_id ? [name, channel.name] : [name];
      return {
        key: channel.id,
        kind: channel.team_id === "" ? "person" : "channel",
        names,
        at: channel.id === state.open ? 0 : (member?.last_viewed_at ?? 0),
        isUnread: unread.isUnread || unread.mentions > 0,
        mentions: unread.mentions,
        channel,
        ...(user ? { user: user.id } : {}),
        isNew: !member,
      };
    });
    // Nobody else would be among those that show.
    if (!isSearching && rows.length >= SHOWN) return rows;
    const me = myId();
    for (const user of Object.values(users))
      if (!spoken.has(user.id) && user.delete_at === 0 && user.id !== me) rows.push(strangerOf(user, format));
    return rows;
  }, [state, users, found, format, team.id, isSearching]);
  const rank = useMemo(() => ranker(places), [places]);
  const shown = useMemo(() => rank(text, SHOWN), [rank, text]);

  async function go(place: Place): Promise<void> {
    onClose();
    try {
      const channel = place.channel ?? (await openConversation([place.user ?? ""]));
      if (place.isNew && place.channel) await joinChannel(place.channel);
      navigate(channelAddress(channel, team.name, people.get()));
      // Who has gone somewhere by name writes there next.
      requestAnimationFrame(() => perform("compose"));
    } catch (error) {
      toasts.show({ kind: "bad", text: explain(error) });
    }
  }

  const combobox = useCombobox({
    count: shown.length,
    onPick: (index) => {
      const place = shown[index];
      if (place) void go(place);
    },
  });

  return (
    <Modal className="switcher" label={t("moving.switcher.open")} onClose={onClose}>
      <div className="switcher-ask">
        <Icon name="search" />
        <input
          {...combobox.field}
          aria-label={t("moving.switcher.open")}
          placeholder={t("reading.switcher.hint")}
          dir="auto"
          autoComplete="off"
          value={text}
          onChange={(event) => {
            combobox.restart();
            setText(event.currentTarget.value);
          }}
          onKeyDown={combobox.handleKeyDown}
        />
        <Kbd keys="Escape" />
      </div>
      {shown.length > 0 ? (
        <div
          className="switcher-list scrolls"
          id={combobox.listId}
          role="listbox"
          tabIndex={-1}
          aria-label={t("moving.switcher.open")}
        >
          {shown.map((place, index) => (
            <div
              key={place.key}
              className="ui-option"
              tabIndex={-1}
              data-unread={place.isUnread ? "" : undefined}
              {...combobox.optionAt(index)}
            >
              {place.user ? (
                <Face user={place.user} size={20} withPresence />
              ) : (
                <Icon
                  name={
                    place.channel?.type === "P" ? "lock" : place.channel?.type === "G" ? "people" : "channel"
                  }
                />
              )}
              <bdi className="cut">
                <Found text={place.names[0] ?? ""} term={term} />
              </bdi>
              {place.isUnread && place.mentions === 0 && <Pip label={t("moving.unread")} />}
              {place.names[1] !== undefined && place.names[1] !== place.names[0] && (
                <span className="cut mute">
                  {place.kind === "person" ? `@${place.names[1]}` : place.channel?.purpose}
                </span>
              )}
              <span className="line end">
                {place.isNew && <span className="mute small">{t("moving.browse.join")}</span>}
                <Badge count={place.mentions} label={t("moving.mentions", { count: place.mentions })} />
                {index === combobox.active && (
                  <span aria-hidden="true">
                    <Kbd keys="Enter" />
                  </span>
                )}
              </span>
            </div>
          ))}
        </div>
      ) : (
        <p className="switcher-none" role="status">
          {t("reading.switcher.none")}
        </p>
      )}
      <footer className="switcher-foot">
        <span>
          <Kbd keys="ArrowUp" /> <Kbd keys="ArrowDown" /> {t("reading.switcher.choose")}
        </span>
        <span className="end">
          <Kbd keys="@" /> {t("reading.switcher.people")}
        </span>
        <span>
          <Kbd keys="~" /> {t("reading.switcher.channels")}
        </span>
      </footer>
    </Modal>
  );
}

/** A name, in which what was looked for is marked. */
function Found({ text, term }: { text: string; term: string }): ReactNode {
  const match = matchIn(text, term);
  if (!match) return text;
  const [from, to] = match;
  return (
    <>
      {text.slice(0, from)}
      <b className="switcher-match">{text.slice(from, to)}</b>
      {text.slice(to)}
    </>
  );
}
