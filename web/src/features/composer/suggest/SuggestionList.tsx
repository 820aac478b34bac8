import "@/ui/combobox/combobox.css";
import "./suggest.css";
import type { ReactNode } from "react";
import { api } from "@/api";
import { emojiWishes } from "@/features/emoji";
import { displayName, useNameFormat } from "@/features/people";
import { useT } from "@/i18n";
import { signIn } from "@/lib/emoji";
import { Avatar } from "@/ui/avatar/Avatar";
import { Tag } from "@/ui/badge/Badge";
import { Icon } from "@/ui/icon/Icon";
import { Kbd } from "@/ui/kbd/Kbd";
import { Popover } from "@/ui/popover/Popover";
import type { Suggestion } from "./sources";
import type { useSuggestions } from "./useSuggestions";

interface SuggestionListProps {
  anchor: Element | null;
  suggestions: ReturnType<typeof useSuggestions>;
}

/** What would complete what is being typed. The focus stays in the field. */
export function SuggestionList({ anchor, suggestions }: SuggestionListProps): ReactNode {
  const t = useT();
  const { items, active, close, listId, optionAt } = suggestions;
  return (
    <Popover
      anchor={anchor}
      side="above"
      focus="none"
      role="presentation"
      className="suggestions"
      onClose={close}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press must not take the focus out of the field */}
      <div className="ui-options" onMouseDown={(event) => event.preventDefault()}>
        <div id={listId} role="listbox" tabIndex={-1} aria-label={t("composer.suggestions")}>
          {items.map((item, index) => (
            <div
              key={item.key}
              className="ui-option"
              data-apart={(index > 0 && isOutside(item) && !isOutside(items[index - 1])) || undefined}
              tabIndex={-1}
              {...optionAt(index)}
            >
              <Option item={item} />
              <span className="grow" />
              {isOutside(item) && <Tag>{t("composer.notInChannel")}</Tag>}
              {index === active && !isOutside(item) && (
                <span aria-hidden="true">
                  <Kbd keys="Enter" />
                </span>
              )}
            </div>
          ))}
        </div>
      </div>
    </Popover>
  );
}

const isOutside = (item: Suggestion | undefined): boolean => item?.kind === "person" && !item.isMember;

function Option({ item }: { item: Suggestion }): ReactNode {
  const t = useT();
  const format = useNameFormat();
  const tone = emojiWishes.use((state) => state.tone);
  switch (item.kind) {
    case "person": {
      const { user } = item;
      const name = displayName(user, format);
      const other =
        name === user.username ? `${user.first_name} ${user.last_name}`.trim() : `@${user.username}`;
      return (
        <>
          <Avatar
            id={user.id}
            name={name}
            src={user.last_picture_update ? api.picture(user) : undefined}
            size={24}
            kind={user.is_bot ? "bot" : "person"}
          />
          <bdi className="cut suggestion-name">{name === user.username ? `@${name}` : name}</bdi>
          <bdi className="cut mute">{other}</bdi>
        </>
      );
    }
    case "everybody":
      return (
        <>
          <Icon name="people" />
          <bdi className="suggestion-name">@{item.name}</bdi>
          <span className="cut mute">
            {item.name === "here" || item.count === undefined
              ? t(`composer.everybody.${item.name}`)
              : t("composer.everybody.count", { count: item.count })}
          </span>
        </>
      );
    case "channel":
      return (
        <>
          <Icon name={item.channel.type === "P" ? "lock" : "channel"} />
          <bdi className="cut suggestion-name">{item.channel.display_name}</bdi>
          <bdi className="cut mute">~{item.channel.name}</bdi>
        </>
      );
    case "emoji":
      return (
        <>
          <span className="suggestion-emoji">{signIn(item.emoji, tone || undefined)}</span>
          <span className="cut">:{item.emoji.name}:</span>
        </>
      );
    case "command":
      return (
        <>
          <Icon name="slash" />
          <span className="suggestion-command">
            <span>
              <bdi className="suggestion-name">/{item.command.Suggestion}</bdi>{" "}
              <bdi className="mute">{item.command.Hint}</bdi>
            </span>
            <span className="mute small">{item.command.Description}</span>
          </span>
        </>
      );
  }
}
