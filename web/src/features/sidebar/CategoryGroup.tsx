import type { ComponentPropsWithRef, ReactNode } from "react";
import type { Category, Team } from "@/api";
import { ChannelsItems, showNewConversation } from "@/features/channelDialogs";
import { categoryName, changeCategory, channels } from "@/features/channels";
import { useT } from "@/i18n";
import { Icon, type IconName } from "@/ui/icon/Icon";
import { MenuButton, MenuCheck, MenuItem, MenuSeparator, MenuTitle } from "@/ui/menu/Menu";
import { attempt } from "@/ui/toast/attempt";
import { tip } from "@/ui/tooltip/tip";
import { ChannelRow } from "./ChannelRow";
import { showDeleteCategory, showNewCategory, showRenameCategory } from "./dialogs";
import type { Group } from "./groups";
import { sidebar } from "./model";

interface CategoryGroupProps {
  group: Group;
  team: Team;
  /** The row that Tab comes to, wherever it is. */
  stop: string | undefined;
}

const SORTINGS = ["manual", "alpha", "recent"] as const;

/** A category: its heading, and the rows of its channels. */
export function CategoryGroup({ group, team, stop }: CategoryGroupProps): ReactNode {
  const { category, rows } = group;
  const drop = sidebar.use((state) => (state.drop?.row === category.id ? state.drop.side : undefined));
  const isKnown = channels.use((state) => state.categories[team.id] !== undefined);
  const t = useT();
  const name = categoryName(category, t);
  return (
    <section className="sidebar-group" aria-label={name}>
      <h2 className="sidebar-heading" data-drop={drop} data-muted={category.muted ? "" : undefined}>
        <button
          type="button"
          className="sidebar-fold"
          data-ring="inside"
          draggable={isKnown}
          data-row={category.id}
          data-category={category.id}
          tabIndex={stop === category.id ? 0 : -1}
          aria-expanded={!category.collapsed}
          onClick={() =>
            attempt(() => changeCategory(team.id, category.id, { collapsed: !category.collapsed }))
          }
        >
          <Icon name="chevron-down" size={14} className="sidebar-caret" />
          <span className="cut">{name}</span>
        </button>
        {category.type === "channels" && <AddChannel team={team} />}
        {category.type === "direct_messages" && (
          <HeadingButton
            icon="plus"
            label={t("moving.conversation.title")}
            onClick={() => showNewConversation(team)}
          />
        )}
        {isKnown && <CategoryMenu team={team.id} category={category} name={name} />}
      </h2>
      <ul>
        {rows.map((id) => (
          <ChannelRow key={id} id={id} team={team} category={category.id} isStop={stop === id} />
        ))}
      </ul>
    </section>
  );
}

interface HeadingButtonProps extends ComponentPropsWithRef<"button"> {
  icon: IconName;
  label: string;
}

function HeadingButton({ icon, label, ...rest }: HeadingButtonProps): ReactNode {
  return (
    <button {...rest} type="button" className="sidebar-add" aria-label={label} {...tip(label)}>
      <Icon name={icon} size={16} />
    </button>
  );
}

function AddChannel({ team }: { team: Team }): ReactNode {
  const t = useT();
  return (
    <MenuButton
      label={t("moving.addChannels")}
      align="end"
      trigger={(trigger) => <HeadingButton {...trigger} icon="plus" label={t("moving.addChannels")} />}
    >
      {() => <ChannelsItems team={team} />}
    </MenuButton>
  );
}

interface CategoryMenuProps {
  team: string;
  category: Category;
  name: string;
}

function CategoryMenu({ team, category, name }: CategoryMenuProps): ReactNode {
  const t = useT();
  const sorting = category.sorting === "" ? "manual" : category.sorting;
  return (
    <MenuButton
      label={t("moving.categoryMenu", { category: name })}
      align="end"
      trigger={(trigger) => (
        <button
          {...trigger}
          type="button"
          className="sidebar-more"
          aria-label={t("moving.categoryMenu", { category: name })}
          data-open={trigger["aria-expanded"] ? "" : undefined}
        >
          <Icon name="more" size={16} />
        </button>
      )}
    >
      {() => (
        <>
          <MenuTitle>{t("moving.sorting")}</MenuTitle>
          {SORTINGS.map((one) => (
            <MenuCheck
              key={one}
              of="one"
              checked={sorting === one}
              onSelect={() => attempt(() => changeCategory(team, category.id, { sorting: one }))}
            >
              {t(`moving.sorting.${one}`)}
            </MenuCheck>
          ))}
          <MenuSeparator />
          <MenuItem
            icon={category.muted ? "bell" : "bell-off"}
            onSelect={() => attempt(() => changeCategory(team, category.id, { muted: !category.muted }))}
          >
            {t(category.muted ? "moving.unmuteCategory" : "moving.muteCategory")}
          </MenuItem>
          {category.type === "custom" && (
            <>
              <MenuItem icon="edit" onSelect={() => showRenameCategory(team, category)}>
                {t("moving.renameCategory")}
              </MenuItem>
              <MenuItem icon="trash" kind="danger" onSelect={() => showDeleteCategory(team, category)}>
                {t("moving.deleteCategory")}
              </MenuItem>
            </>
          )}
          <MenuSeparator />
          <MenuItem icon="plus" onSelect={() => showNewCategory(team)}>
            {t("moving.newCategory")}
          </MenuItem>
        </>
      )}
    </MenuButton>
  );
}
