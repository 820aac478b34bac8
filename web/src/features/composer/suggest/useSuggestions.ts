import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { emojiWishes, noteEmoji } from "@/features/emoji";
import { nameIn } from "@/lib/emoji";
import { useCombobox } from "@/ui/combobox/useCombobox";
import { applyEdit, insertion } from "../field";
import { queryAt, type SuggestionQuery } from "./query";
import type { Suggestion, Where } from "./sources";

const PAUSE_MS = 100;

let sources: typeof import("./sources") | undefined;

/** What suggests is there from the first time on that somebody is in a field. */
async function loadSources(): Promise<typeof import("./sources")> {
  if (!sources) {
    sources = await import("./sources");
    void sources.prepareNames();
  }
  return sources;
}

/** What a suggestion writes. */
function textOf(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case "person":
      return `@${suggestion.user.username}`;
    case "everybody":
      return `@${suggestion.name}`;
    case "channel":
      return `~${suggestion.channel.name}`;
    case "emoji":
      return `:${nameIn(suggestion.emoji, emojiWishes.get().tone || undefined)}:`;
    case "command":
      return `/${suggestion.command.Complete}`;
  }
}

const keyOf = ({ kind, typed, from }: SuggestionQuery): string => `${kind} ${from} ${typed}`;

/**
 * Suggests while somebody types in a field: at once what is known here, then what the server knows besides, and nothing
 * moves that stands at the cursor. Give `handleKeyDown` each key first, and tell `handleCaret` where the caret is.
 */
export function useSuggestions(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  { channel, root, team }: Where,
) {
  const [caret, setCaret] = useState<number>();
  const [dismissed, setDismissed] = useState<string>();
  const [later, setLater] = useState<{ key: string; items: Suggestion[] }>();
  const active = useRef(0);
  const [isReady, setIsReady] = useState(sources !== undefined);
  const isWriting = caret !== undefined;
  useEffect(() => {
    // Without it nothing is suggested; the next field tries again.
    if (isWriting)
      loadSources().then(
        () => setIsReady(true),
        () => {},
      );
  }, [isWriting]);
  const found = caret === undefined ? undefined : queryAt(text, Math.min(caret, text.length));
  const query = found && `${found.kind} ${found.from}` !== dismissed ? found : undefined;
  const key = query && keyOf(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the query
  const now = useMemo(
    () => (query && sources ? sources.suggestNow({ channel, root, team }, query) : []),
    [key, channel, team, isReady],
  );
  const items = query ? (later && later.key === key ? later.items : now) : [];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the query
  useEffect(() => {
    if (!query || key === undefined) return;
    let isWanted = true;
    const isAsked = query.kind === "person" || query.kind === "channel";
    const ask = async (): Promise<void> => {
      const { suggestSoon, mergedUnderCursor } = await loadSources();
      const came = await suggestSoon({ channel, root, team }, query);
      if (isWanted) setLater({ key, items: mergedUnderCursor(now, came, active.current) });
    };
    // Unreached, the server adds nothing; what is known here stands.
    const timer = setTimeout(() => void ask().catch(() => {}), isAsked ? PAUSE_MS : 0);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [key, channel, root, team]);

  function close(): void {
    if (found) setDismissed(`${found.kind} ${found.from}`);
  }

  function pick(index: number): void {
    const element = field.current;
    const suggestion = items[index];
    if (!element || !suggestion || !query) return;
    if (suggestion.kind === "emoji") noteEmoji(textOf(suggestion).slice(1, -1));
    const isFollowed = element.value.charAt(query.to) === " ";
    applyEdit(element, insertion(query.from, query.to + (isFollowed ? 1 : 0), `${textOf(suggestion)} `));
  }

  const combobox = useCombobox({ count: items.length, onPick: pick, onClose: close, tabPicks: true });
  useEffect(() => {
    active.current = Math.max(combobox.active, 0);
  });

  /** The caret is here now; nowhere means that the field has lost the focus. */
  function handleCaret(at: number | undefined): void {
    if (at === caret) return;
    setCaret(at);
    const next = at === undefined ? undefined : queryAt(field.current?.value ?? text, at);
    if (!next || keyOf(next) !== key) combobox.restart();
    if (!next) setDismissed(undefined);
  }

  return {
    items,
    close,
    handleCaret,
    handleKeyDown: (event: KeyboardEvent): boolean => combobox.handleKeyDown(event),
    listId: combobox.listId,
    activeId: items.length > 0 ? combobox.field["aria-activedescendant"] : undefined,
    active: combobox.active,
    optionAt: combobox.optionAt,
  };
}
