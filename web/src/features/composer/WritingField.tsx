import {
  type ClipboardEvent,
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useState,
} from "react";
import { enterDoes } from "./enter";
import { Field } from "./Field";
import { applyEdit, insertion } from "./field";
import { nextLine, pastedLink } from "./format/format";
import { useFormatKeys } from "./format/useFormatKeys";
import { useEnterRules } from "./model";
import type { Where } from "./suggest/sources";
import { useSuggestions } from "./suggest/useSuggestions";

const SuggestionList = lazy(async () => ({
  default: (await import("./suggest/SuggestionList")).SuggestionList,
}));

interface WritingFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder?: string;
  text: string;
  isBad: boolean;
  isBusy?: boolean;
  where: Where;
  /** What holds the field, for suggestions to hang on. */
  card: Element | null;
  onChange: (text: string) => void;
  onSend: () => void;
  onEscape?: () => void;
}

/** A field for a message, with all that helps in writing one. */
export function WritingField(props: WritingFieldProps): ReactNode {
  const { field, label, placeholder, text, isBad, isBusy = false, where, card } = props;
  const { onChange, onSend, onEscape } = props;
  const rules = useEnterRules();
  const suggestions = useSuggestions(field, text, where);
  const [isPlain, setIsPlain] = useState(false);
  useFormatKeys(field);

  function handleChange(next: string): void {
    onChange(next);
    suggestions.handleCaret(field.current?.selectionStart);
  }

  function handleKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    setIsPlain(event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v");
    if (suggestions.handleKeyDown(event)) return;
    if (event.key === "Escape" && onEscape && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    }
    if (event.key !== "Enter") return;
    const does = enterDoes(event.nativeEvent, text, event.currentTarget.selectionStart, rules);
    const next = does === "line" ? nextLine(event.currentTarget) : undefined;
    if (does === "send" || next) event.preventDefault();
    if (does === "send") onSend();
    if (next) applyEdit(event.currentTarget, next);
  }

  /** Pastes an address over words as a link, tables as tables, and rich text as Markdown. The browser's undo takes it back. */
  function handlePaste(event: ClipboardEvent<HTMLTextAreaElement>): void {
    const element = event.currentTarget;
    const plain = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    const asLink = pastedLink(element, plain);
    if (isPlain || (!asLink && html === "" && !plain.includes("\t"))) return;
    event.preventDefault();
    if (asLink) {
      applyEdit(element, asLink);
      return;
    }
    const put = (pasted: string): void =>
      applyEdit(element, insertion(element.selectionStart, element.selectionEnd, pasted));
    import("./paste/markdown").then(
      ({ toMarkdown, tabbedTable }) =>
        put((html === "" ? tabbedTable(plain) : toMarkdown(html)) ?? plain.replace(/\r\n?/g, "\n")),
      () => put(plain),
    );
  }

  return (
    <>
      <Field
        ref={field}
        label={label}
        placeholder={placeholder}
        value={text}
        isBad={isBad}
        readOnly={isBusy}
        aria-busy={isBusy || undefined}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={suggestions.activeId && suggestions.listId}
        aria-activedescendant={suggestions.activeId}
        onChange={handleChange}
        onKeyDown={handleKeyDown}
        onPaste={handlePaste}
        onSelect={(event) => suggestions.handleCaret(event.currentTarget.selectionStart)}
        onBlur={() => suggestions.handleCaret(undefined)}
      />
      {suggestions.items.length > 0 && (
        <Suspense fallback={null}>
          <SuggestionList anchor={card} suggestions={suggestions} />
        </Suspense>
      )}
    </>
  );
}
