import type { ReactNode } from "react";
import type { Category } from "@/api";
import { changeCategory } from "@/features/channels";
import { useT } from "@/i18n";
import { Menu, MenuCheck, MenuItem, MenuSeparator, MenuTitle } from "@/ui/menu/Menu";
import type { OpenMenu } from "@/ui/menu/trigger";
import { attempt } from "@/ui/toast/attempt";
import { showDeleteCategory, showNewCategory, showRenameCategory } from "./dialogs";

const SORTINGS = ["manual", "alpha", "recent"] as const;

interface CategoryMenuProps extends OpenMenu {
  team: string;
  category: Category;
  label: string;
}

/** The menu of a category, fetched when the first one opens. */
export function CategoryMenu({ team, category, ...menu }: CategoryMenuProps): ReactNode {
  const t = useT();
  const sorting = category.sorting === "" ? "manual" : category.sorting;
  return (
    <Menu {...menu} align="end">
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
    </Menu>
  );
}
