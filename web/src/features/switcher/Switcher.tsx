import "./switcher.css";
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { api, type Channel, type Team } from "@/api";
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
import { Face, learn, people, useNameFormat } from "@/features/people";
import { myId } from "@/features/session";
import { explain, useT } from "@/i18n";
import { Badge, Pip } from "@/ui/badge/Badge";
import { useCombobox } from "@/ui/combobox/useCombobox";
import { Overlay } from "@/ui/dialog/Overlay";
import { Icon } from "@/ui/icon/Icon";
import { Kbd } from "@/ui/kbd/Kbd";
import { toasts } from "@/ui/toast/toasts";
import { namesOf, type Place, rankerOfPeople } from "./places";
import { bestOf, matchIn, ranker, read } from "./rank";

interface SwitcherProps {
  team: Team;
  onClose: () => void;
}

const SHOWN = 30;
/** So many show without scrolling: the others come a moment after the letter. */
const FIRST = 12;
const QUIET_MS = 80;

export { prepareNames } from "./places";

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

  const mine = useMemo(() => {
    const others = found.filter((one) => !state.members[one.id] && one.type === "O" && one.delete_at === 0);
    const joined = Object.values(state.channels).filter(
      (one) =>
        state.members[one.id] && one.delete_at === 0 && (one.team_id === team.id || one.team_id === ""),
    );
    return [...joined, ...others].map((channel): Place => {
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
  }, [state, users, found, format, team.id]);
  const rank = useMemo(() => ranker(mine), [mine]);
  const shown = useMemo(() => {
    const known = rank(text, SHOWN);
    // Nobody else would be among those that show.
    if (!isSearching && known.length >= SHOWN) return bestOf([known], SHOWN);
    const spoken = new Set(mine.map((place) => place.user));
    spoken.add(myId());
    const strangers = rankerOfPeople(users, format)(text, SHOWN, ({ user }) => !spoken.has(user));
    return bestOf([known, strangers], SHOWN);
  }, [rank, mine, users, format, text, isSearching]);
  const isSettled = useDeferredValue(shown, undefined) === shown;

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
    <Overlay className="switcher" label={t("moving.switcher.open")} onClose={onClose}>
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
          data-found={text}
          id={combobox.listId}
          role="listbox"
          tabIndex={-1}
          aria-label={t("moving.switcher.open")}
        >
          {shown.slice(0, isSettled ? SHOWN : FIRST).map((place, index) => (
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
                <bdi className="cut mute">
                  {place.kind === "person" ? `@${place.names[1]}` : place.channel?.purpose}
                </bdi>
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
        <p className="switcher-none" role="status" data-found={text}>
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
    </Overlay>
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
