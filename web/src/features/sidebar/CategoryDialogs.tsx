import { type ReactNode, useState } from "react";
import type { Category } from "@/api";
import { changeCategory, createCategory, deleteCategory } from "@/features/channels";
import { explain, useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { AlertDialog, Dialog } from "@/ui/dialog/Dialog";
import { TextInput } from "@/ui/field/TextInput";
import { attempt } from "@/ui/toast/attempt";

const LONGEST = 64;

interface CategoryDialogProps {
  team: string;
  /** The one that gets another name; without it a new one is made. */
  category?: Category | undefined;
  /** What goes into the new one. */
  channel?: string | undefined;
  onClose: () => void;
}

/** The name of a category. */
export function CategoryDialog({ team, category, channel, onClose }: CategoryDialogProps): ReactNode {
  const t = useT();
  const [name, setName] = useState(category?.display_name ?? "");
  const [trouble, setTrouble] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  async function handleSubmit(): Promise<void> {
    const wished = name.trim();
    if (wished === "") {
      setTrouble(t("channels.categoryNameMissing"));
      return;
    }
    if (category) {
      onClose();
      attempt(() => changeCategory(team, category.id, { display_name: wished }));
      return;
    }
    setIsBusy(true);
    try {
      await createCategory(team, wished, channel);
      onClose();
    } catch (error) {
      setIsBusy(false);
      setTrouble(explain(error));
    }
  }

  return (
    <Dialog
      title={t(category ? "moving.renameCategory" : "moving.newCategory")}
      onClose={onClose}
      onSubmit={() => void handleSubmit()}
      footer={
        <>
          <Button onClick={onClose}>{t("buttons.cancel")}</Button>
          <Button kind="main" type="submit" busy={isBusy}>
            {t(category ? "channels.rename" : "channels.createCategory")}
          </Button>
        </>
      }
    >
      <TextInput
        label={t("channels.categoryName")}
        value={name}
        onChange={setName}
        error={trouble}
        maxLength={LONGEST}
      />
    </Dialog>
  );
}

interface DeleteCategoryProps {
  team: string;
  category: Category;
  onClose: () => void;
}

/** Asks before a category goes. */
export function DeleteCategory({ team, category, onClose }: DeleteCategoryProps): ReactNode {
  const t = useT();
  return (
    <AlertDialog
      title={t("channels.deleteCategoryTitle", { category: category.display_name })}
      confirm={t("moving.deleteCategory")}
      cancel={t("channels.keep")}
      onCancel={onClose}
      onConfirm={() => {
        onClose();
        attempt(() => deleteCategory(team, category.id));
      }}
    >
      <p>{t("channels.deleteCategoryText")}</p>
    </AlertDialog>
  );
}
