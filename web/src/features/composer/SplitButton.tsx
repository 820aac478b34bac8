import { type ReactNode, useMemo } from "react";
import { useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { splitText } from "./split";

interface SplitButtonProps {
  /** A text that is too long for one message. */
  text: string;
  longest: number;
  onSplit: (texts: string[]) => void;
}

/** Offers to send a long text as several messages. */
export function SplitButton({ text, longest, onSplit }: SplitButtonProps): ReactNode {
  const t = useT();
  const texts = useMemo(() => splitText(text, longest), [text, longest]);
  return (
    <Button kind="bare" size="small" onClick={() => onSplit(texts)}>
      {t("composer.split", { count: texts.length })}
    </Button>
  );
}
