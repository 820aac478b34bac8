import { memo, type ReactNode, type RefObject } from "react";
import { keysOf } from "@/features/keyboard";
import { useT } from "@/i18n";
import { IconButton } from "@/ui/button/IconButton";
import type { IconName } from "@/ui/icon/Icon";
import { Toolbar } from "@/ui/toolbar/Toolbar";
import { applyEdit, type Edit, type Written } from "../field";
import { link, toggleMark } from "./format";
import { fence, tableOf, toggleLines } from "./lines";

interface FormatToolsProps {
  field: RefObject<HTMLTextAreaElement | null>;
  isPreviewing: boolean;
  onPreview: () => void;
}

/** Buttons for what can be done with a text. They stay as they are while one types. */
export const FormatTools = memo(function FormatTools(props: FormatToolsProps): ReactNode {
  const { field, isPreviewing, onPreview } = props;
  const t = useT();
  const heads: [string, string] = [t("composer.format.column"), t("composer.format.column")];
  const tools: ([IconName, string, (written: Written) => Edit, string?] | "apart")[] = [
    ["bold", t("composer.format.bold"), (written) => toggleMark(written, "**"), keysOf("bold")],
    ["italic", t("composer.format.italic"), (written) => toggleMark(written, "_"), keysOf("italic")],
    ["strike", t("composer.format.strike"), (written) => toggleMark(written, "~~"), keysOf("strike")],
    "apart",
    ["heading", t("composer.format.heading"), (written) => toggleLines(written, "### ")],
    ["link", t("composer.format.link"), link, keysOf("link")],
    ["code", t("composer.format.code"), (written) => toggleMark(written, "`"), keysOf("code")],
    ["code-block", t("composer.format.fence"), fence],
    ["quote", t("composer.format.quote"), (written) => toggleLines(written, "> ")],
    "apart",
    ["list", t("composer.format.list"), (written) => toggleLines(written, "- ")],
    ["list-ordered", t("composer.format.ordered"), (written) => toggleLines(written, "1. ")],
    ["tasks", t("composer.format.tasks"), (written) => toggleLines(written, "- [ ] ")],
    ["table", t("composer.format.table"), (written) => tableOf(written, heads)],
  ];
  return (
    <Toolbar label={t("composer.format")} className="composer-tools">
      {tools.map((tool, index) =>
        tool === "apart" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed row
          <i key={index} className="composer-apart" />
        ) : (
          <IconButton
            key={tool[0]}
            icon={tool[0]}
            label={tool[1]}
            keys={tool[3]}
            size={24}
            disabled={isPreviewing}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => field.current && applyEdit(field.current, tool[2](field.current))}
          />
        ),
      )}
      <span className="grow" />
      <IconButton
        icon="eye"
        label={t("composer.preview")}
        keys={keysOf("preview")}
        size={24}
        pressed={isPreviewing}
        onClick={onPreview}
      />
    </Toolbar>
  );
});
