import { useState } from "react";
import { useT } from "@/i18n";
import { Dialog } from "@/ui/dialog/Dialog";
import { TextInput } from "@/ui/field/TextInput";
import { ShortcutList } from "./ShortcutList";

/** The shortcuts, over whatever one is doing. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [find, setFind] = useState("");
  return (
    <Dialog title={t("settings.keyboard")} onClose={onClose}>
      <TextInput
        label={t("settings.keys.find")}
        hideLabel
        icon="search"
        type="search"
        placeholder={t("settings.keys.find")}
        value={find}
        onChange={setFind}
      />
      <ShortcutList find={find} />
    </Dialog>
  );
}
