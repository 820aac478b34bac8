import { lazy } from "react";
import type { Category } from "@/api";
import { withTexts } from "@/i18n";
import { showDialog } from "@/ui/dialog/DialogHost";

const CategoryDialog = lazy(async () => ({
  default: (await withTexts("channels", import("./CategoryDialogs"))).CategoryDialog,
}));
const DeleteCategory = lazy(async () => ({
  default: (await withTexts("channels", import("./CategoryDialogs"))).DeleteCategory,
}));

/** Asks for the name of a new category; with a channel, that one goes into it. */
export function showNewCategory(team: string, channel?: string): void {
  showDialog((close) => <CategoryDialog team={team} channel={channel} onClose={close} />);
}

export function showRenameCategory(team: string, category: Category): void {
  showDialog((close) => <CategoryDialog team={team} category={category} onClose={close} />);
}

export function showDeleteCategory(team: string, category: Category): void {
  showDialog((close) => <DeleteCategory team={team} category={category} onClose={close} />);
}
