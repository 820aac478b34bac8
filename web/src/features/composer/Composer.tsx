import "./composer.css";
import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from "react";
import { channels, joinChannel, useChannelName } from "@/features/channels";
import { drafts, keepDraft, type Place, placeId, textOf } from "@/features/drafts";
import { EmojiPicker } from "@/features/emoji";
import { preferenceOf, session } from "@/features/session";
import { teams } from "@/features/teams";
import { TypingLine, tellTyping } from "@/features/typing";
import { explain, useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { IconButton } from "@/ui/button/IconButton";
import { Kbd } from "@/ui/kbd/Kbd";
import { toasts } from "@/ui/toast/toasts";
import { enterDoes } from "./enter";
import { Field } from "./Field";
import { applyEdit, insertion } from "./field";
import { useWritingHindrance, type WritingHindrance } from "./hindrance";
import { sendText } from "./send";
import { SuggestionList } from "./suggest/SuggestionList";
import { useSuggestions } from "./suggest/useSuggestions";

interface ComposerProps {
  channelId: string;
  /** The thread that is answered. */
  rootId?: string;
}

const LONGEST = 16_383;

/** Where one writes: in a channel, or in a thread of it. */
export function Composer({ channelId, rootId = "" }: ComposerProps): ReactNode {
  const hindrance = useWritingHindrance(channelId);
  return (
    <div className="composer-place">
      {hindrance ? (
        <Closed channelId={channelId} hindrance={hindrance} />
      ) : (
        <Open key={rootId || channelId} channel={channelId} root={rootId} />
      )}
    </div>
  );
}

interface ClosedProps {
  channelId: string;
  hindrance: WritingHindrance;
}

function Closed({ channelId, hindrance }: ClosedProps): ReactNode {
  const t = useT();
  const channel = channels.use((state) => state.channels[channelId]);
  const name = useChannelName(channel);

  async function handleJoin(): Promise<void> {
    try {
      if (channel) await joinChannel(channel);
    } catch (error) {
      toasts.show({ kind: "bad", text: explain(error) });
    }
  }

  return (
    <div className="composer-closed">
      <p>{t(`composer.closed.${hindrance}`, { name })}</p>
      {hindrance === "notMember" && (
        <Button kind="main" onClick={() => void handleJoin()}>
          {t("composer.join", { channel: name })}
        </Button>
      )}
    </div>
  );
}

function Open({ channel, root }: Place): ReactNode {
  const t = useT();
  const place = { channel, root };
  const field = useRef<HTMLTextAreaElement>(null);
  const [card, setCard] = useState<HTMLElement | null>(null);
  const team = channels.use((state) => state.channels[channel]?.team_id) || teams.get().last;
  const name = useChannelName(channels.use((state) => state.channels[channel]));
  const text = drafts.use((state) => textOf(state, placeId(place)));
  const longest = session.use((state) => Number(state.config.MaxPostSize) || LONGEST);
  const ctrlSends = session.use(
    (state) => preferenceOf(state, "advanced_settings", "send_on_ctrl_enter") === "true",
  );
  const fenceHolds = session.use(
    (state) => preferenceOf(state, "advanced_settings", "code_block_ctrl_enter") !== "false",
  );
  const length = [...text].length;
  const suggestions = useSuggestions(field, text, { channel, root, team });
  const isTooLong = length > longest;
  const canSend = text.trim() !== "" && !isTooLong;

  function handleChange(next: string): void {
    keepDraft(place, next);
    suggestions.handleCaret(field.current?.selectionStart);
    if (next !== "") tellTyping(channel, root);
  }

  function handleSend(): void {
    if (canSend) sendText(place, text);
    field.current?.focus();
  }

  /** Writes a sign that asks for suggestions. */
  function handleSign(sign: "@" | "/"): void {
    const element = field.current;
    if (!element) return;
    const { value, selectionStart, selectionEnd } = element;
    const isApart = selectionStart === 0 || /\s/.test(value.charAt(selectionStart - 1));
    applyEdit(element, insertion(selectionStart, selectionEnd, isApart ? sign : ` ${sign}`));
  }

  function handleKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (suggestions.handleKeyDown(event) || event.key !== "Enter") return;
    const { selectionStart } = event.currentTarget;
    const does = enterDoes(event.nativeEvent, text, selectionStart, { ctrlSends, fenceHolds });
    if (does !== "send") return;
    event.preventDefault();
    handleSend();
  }

  return (
    <>
      <div ref={setCard} className="composer" data-state={isTooLong ? "bad" : undefined}>
        <Field
          ref={field}
          label={root ? t("composer.replyLabel") : t("composer.label", { channel: name })}
          placeholder={root ? t("composer.reply") : t("composer.write", { channel: name })}
          value={text}
          isBad={isTooLong}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={suggestions.activeId && suggestions.listId}
          aria-activedescendant={suggestions.activeId}
          onChange={handleChange}
          onKeyDown={handleKeyDown}
          onSelect={(event) => suggestions.handleCaret(event.currentTarget.selectionStart)}
          onBlur={() => suggestions.handleCaret(undefined)}
        />
        <SuggestionList anchor={card} suggestions={suggestions} />
        <div className="composer-acts">
          <EmojiButton field={field} />
          <IconButton icon="at" label={t("composer.mention")} onClick={() => handleSign("@")} />
          {text === "" && (
            <IconButton icon="slash" label={t("composer.command")} onClick={() => handleSign("/")} />
          )}
          <span className="grow" />
          <IconButton
            icon="arrow-up"
            className="composer-send"
            label={t("composer.send")}
            keys={ctrlSends ? "Ctrl+Enter" : "Enter"}
            unavailable={
              canSend ? undefined : isTooLong ? t("composer.tooLong", { longest }) : t("composer.nothing")
            }
            onClick={handleSend}
          />
        </div>
      </div>
      <div className="composer-under">
        <TypingLine place={placeId(place)} />
        <span className="grow" />
        {length > longest * 0.9 ? (
          <span className="num" data-state={isTooLong ? "bad" : undefined} role="status">
            {isTooLong ? t("composer.over", { count: length - longest }) : `${length} / ${longest}`}
          </span>
        ) : (
          text !== "" && (
            <span className="composer-hint">
              <Kbd keys={ctrlSends ? "Ctrl+Enter" : "Enter"} /> {t("composer.toSend")}
            </span>
          )
        )}
      </div>
    </>
  );
}

/** Puts an emoji where the caret is. */
function EmojiButton({ field }: { field: RefObject<HTMLTextAreaElement | null> }): ReactNode {
  const t = useT();
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [isOpen, setIsOpen] = useState(false);

  function handlePick(name: string): void {
    setIsOpen(false);
    const element = field.current;
    if (!element) return;
    const { value, selectionStart, selectionEnd } = element;
    const isApart = selectionStart === 0 || /\s/.test(value.charAt(selectionStart - 1));
    applyEdit(element, insertion(selectionStart, selectionEnd, `${isApart ? "" : " "}:${name}: `));
  }

  return (
    <>
      <IconButton
        ref={setButton}
        icon="smile"
        label={t("composer.emoji")}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(!isOpen)}
      />
      {isOpen && <EmojiPicker anchor={button} onPick={handlePick} onClose={() => setIsOpen(false)} />}
    </>
  );
}
