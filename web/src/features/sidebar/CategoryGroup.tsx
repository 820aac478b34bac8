import { type ComponentPropsWithRef, lazy, memo, type ReactNode } from "react";
import type { Category, Team } from "@/api";
import { showNewConversation } from "@/features/channelDialogs";
import { categoryName, changeCategory, channels } from "@/features/channels";
import { useT } from "@/i18n";
import { Later } from "@/ui/boundary/Later";
import { Icon, type IconName } from "@/ui/icon/Icon";
import { useMenuTrigger } from "@/ui/menu/trigger";
import { attempt } from "@/ui/toast/attempt";
import { tip } from "@/ui/tooltip/tip";
import { ChannelRow } from "./ChannelRow";
import type { Group } from "./groups";
import { sidebar } from "./model";

const AddMenu = lazy(async () => ({ default: (await import("./AddMenu")).AddMenu }));
const CategoryMenu = lazy(async () => ({ default: (await import("./CategoryMenu")).CategoryMenu }));

interface CategoryGroupProps {
  group: Group;
  team: Team;
  /** The row that Tab comes to, wherever it is. */
  stop: string | undefined;
  /** How many of its rows are drawn. Where the others belong there is room for them. */
  drawn: number;
}

/** A category: its heading, and the rows of its channels. */
export const CategoryGroup = memo(function CategoryGroup({
  group,
  team,
  stop,
  drawn,
}: CategoryGroupProps): ReactNode {
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
        {isKnown && <CategoryButton team={team.id} category={category} name={name} />}
      </h2>
      <ul>
        {rows.map((id, index) =>
          index < drawn || stop === id ? (
            <ChannelRow key={id} id={id} team={team} category={category.id} isStop={stop === id} />
          ) : (
            <li key={id} className="sidebar-item" />
          ),
        )}
      </ul>
    </section>
  );
});

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
  const { trigger, menu } = useMenuTrigger();
  const label = t("moving.addChannels");
  return (
    <>
      <HeadingButton {...trigger} icon="plus" label={label} />
      {menu && (
        <Later>
          <AddMenu {...menu} label={label} team={team} />
        </Later>
      )}
    </>
  );
}

interface CategoryButtonProps {
  team: string;
  category: Category;
  name: string;
}

/** What can be done with a category. */
function CategoryButton({ team, category, name }: CategoryButtonProps): ReactNode {
  const t = useT();
  const { trigger, menu } = useMenuTrigger();
  const label = t("moving.categoryMenu", { category: name });
  return (
    <>
      <button
        {...trigger}
        type="button"
        className="sidebar-more"
        aria-label={label}
        data-open={menu ? "" : undefined}
      >
        <Icon name="more" size={16} />
      </button>
      {menu && (
        <Later>
          <CategoryMenu {...menu} team={team} category={category} label={label} />
        </Later>
      )}
    </>
  );
}
