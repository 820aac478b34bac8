import { memo, type ReactNode, type RefObject, useState } from "react";
import { EmojiPicker, noteEmoji, prepareEmojiPicker } from "@/features/emoji";
import { useT } from "@/i18n";
import { IconButton } from "@/ui/button/IconButton";
import { apart, applyEdit } from "./field";

interface EmojiButtonProps {
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Puts an emoji where the caret is. */
export const EmojiButton = memo(function EmojiButton({ field }: EmojiButtonProps): ReactNode {
  const t = useT();
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [isOpen, setIsOpen] = useState(false);

  function handlePick(name: string): void {
    setIsOpen(false);
    noteEmoji(name);
    if (field.current) applyEdit(field.current, apart(field.current, `:${name}: `));
  }

  return (
    <>
      <IconButton
        ref={setButton}
        icon="smile"
        label={t("composer.emoji")}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onPointerEnter={prepareEmojiPicker}
        onFocus={prepareEmojiPicker}
        onClick={() => setIsOpen(!isOpen)}
      />
      {isOpen && <EmojiPicker anchor={button} onPick={handlePick} onClose={() => setIsOpen(false)} />}
    </>
  );
});
