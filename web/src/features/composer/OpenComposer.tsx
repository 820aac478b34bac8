import { lazy, memo, type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import { useLocation } from "wouter";
import { channels, useChannelName } from "@/features/channels";
import { drafts, keepDraft, type Place, placeId, textOf } from "@/features/drafts";
import { keysOf, useShortcut } from "@/features/keyboard";
import { posts } from "@/features/posts";
import { teams } from "@/features/teams";
import { TypingLine, tellTyping } from "@/features/typing";
import { explain, useT } from "@/i18n";
import { afterStart } from "@/lib/start";
import { Later } from "@/ui/boundary/Later";
import { Button } from "@/ui/button/Button";
import { IconButton } from "@/ui/button/IconButton";
import { Kbd } from "@/ui/kbd/Kbd";
import { Markdown } from "@/ui/markdown";
import { isCommand, isUnknownCommand } from "./commands";
import { EmojiButton } from "./EmojiButton";
import { callsEverybody, countToAsk } from "./everybody";
import { apart, applyEdit } from "./field";
import { composer, startEditing, useEnterRules, useLongest } from "./model";
import { lastOwn, sendTexts } from "./send";
import { WritingField } from "./WritingField";

const CommandHint = lazy(async () => ({ default: (await import("./suggest/CommandHint")).CommandHint }));
const FormatTools = lazy(async () => ({
  default: (await afterStart(() => import("./format/FormatTools"))).FormatTools,
}));
const EverybodyDialog = lazy(async () => ({ default: (await import("./EverybodyDialog")).EverybodyDialog }));

const SplitButton = lazy(async () => ({ default: (await import("./SplitButton")).SplitButton }));

interface Trouble {
  text: string;
  /** Whether it can be sent as what it says. */
  isUnknown: boolean;
}

/** What is being done with the text of a place, until another place is written in. */
interface Doing {
  place: string;
  isPreviewing: boolean;
  /** Whether it is a command that the server has not answered. */
  isRunning: boolean;
  trouble?: Trouble | undefined;
  /** What waits for an answer to how many people it calls. */
  asked?: { count: number; texts: string[]; draft: string } | undefined;
}

const nothing = (place: string): Doing => ({ place, isPreviewing: false, isRunning: false });

/** The field has gone, and the focus with it. */
const takeFocus = (element: HTMLElement | null): void => element?.focus();

/** Remembers where the focus is. Gives whether nobody has moved it since; what had it may be gone. */
function watchFocus(): () => boolean {
  const before = document.activeElement;
  return () => document.activeElement === before || document.activeElement === document.body;
}

const ROOMY_PX = 768;

/** The composer of a place where one may write. Its tools stay when it gets another place; its field is made anew. */
export const OpenComposer = memo(function OpenComposer({ channel, root }: Place): ReactNode {
  const t = useT();
  const place = { channel, root };
  const id = placeId(place);
  const [, navigate] = useLocation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [card, setCard] = useState<HTMLElement | null>(null);
  const [doing, setDoing] = useState(() => nothing(id));
  if (doing.place !== id) setDoing(nothing(id));
  const { isPreviewing, isRunning, trouble, asked } = doing;
  /** The place whose people are being counted. */
  const counting = useRef<string>(undefined);
  const team = channels.use((state) => state.channels[channel]?.team_id) || teams.get().last;
  const name = useChannelName(channel);
  const text = drafts.use((state) => textOf(state, id));
  const hasTools = composer.use((state) => state.hasTools) ?? innerWidth > ROOMY_PX;
  const longest = useLongest();
  const sendKeys = useEnterRules().ctrlSends ? "Ctrl+Enter" : "Enter";
  // Counting characters takes time that a short text need not spend.
  const length = text.length > longest * 0.9 ? [...text].length : text.length;
  const isTooLong = length > longest;
  const isEmpty = text.trim() === "";

  useShortcut("compose", () => {
    if (root !== "" || !field.current) return false;
    field.current.focus();
    return undefined;
  });
  useShortcut("preview", () => {
    if (!card?.contains(document.activeElement)) return false;
    handlePreview();
    return undefined;
  });
  useShortcut("editLast", () => {
    const last = lastOwn(posts.get(), place);
    if (document.activeElement !== field.current || text !== "" || !last) return false;
    startEditing(last.id);
    return undefined;
  });

  const handlePreview = useCallback(() => {
    setDoing((now) => ({ ...now, isPreviewing: !now.isPreviewing }));
    // If that brings the field back, it is there after the next rendering.
    requestAnimationFrame(() => field.current?.focus());
  }, []);

  /** What comes of this place when another is written in comes too late to be shown. */
  function note(change: Partial<Doing>): void {
    setDoing((now) => (now.place === id ? { ...now, ...change } : now));
  }

  function handleChange(next: string): void {
    note({ trouble: undefined });
    keepDraft(place, next);
    if (next !== "") tellTyping(channel, root);
  }

  function send(texts: string[], draft = text, takesFocus = true): void {
    note({ trouble: undefined, asked: undefined, isPreviewing: false });
    sendTexts(place, texts, draft);
    if (takesFocus) requestAnimationFrame(() => field.current?.focus());
  }

  async function handleCommand(): Promise<void> {
    note({ isRunning: true, trouble: undefined });
    const element = field.current;
    const isUnmoved = watchFocus();
    const command = text.trim().split(/\s/, 1)[0] ?? "";
    try {
      const { runCommand } = await import("./runCommand");
      await runCommand({ ...place, team }, text, navigate);
    } catch (error) {
      const isUnknown = isUnknownCommand(error);
      const said = isUnknown
        ? t("composer.command.unknown", { command })
        : t("composer.command.failed", { command, reason: explain(error) });
      note({ trouble: { text: said, isUnknown } });
    } finally {
      note({ isRunning: false });
      if (isUnmoved()) element?.focus();
    }
  }

  async function handleSend(texts = [text]): Promise<void> {
    if (isEmpty || isRunning || counting.current === id || (isTooLong && texts.length === 1)) return;
    if (isCommand(text)) return handleCommand();
    if (!callsEverybody(text)) return send(texts);
    counting.current = id;
    const isUnmoved = watchFocus();
    const count = await countToAsk(channel, text);
    if (counting.current === id) counting.current = undefined;
    if (count === undefined) send(texts, text, isUnmoved());
    else note({ asked: { count, texts, draft: text } });
  }

  function handleSign(sign: "@" | "/"): void {
    if (field.current) applyEdit(field.current, apart(field.current, sign));
  }

  return (
    <>
      <Later>{text.startsWith("/") && <CommandHint text={text} team={team} />}</Later>
      <div ref={setCard} className="composer" data-state={isTooLong ? "bad" : undefined}>
        {hasTools && (
          <Suspense fallback={<div className="composer-tools" />}>
            <FormatTools field={field} isPreviewing={isPreviewing} onPreview={handlePreview} />
          </Suspense>
        )}
        {isPreviewing ? (
          <section
            ref={takeFocus}
            className="composer-preview scrolls"
            aria-label={t("composer.previewOf")}
            tabIndex={-1}
          >
            <Markdown text={text} />
          </section>
        ) : (
          <WritingField
            key={id}
            field={field}
            label={root ? t("composer.replyLabel") : t("composer.label", { channel: name })}
            placeholder={root ? t("composer.reply") : t("composer.write", { channel: name })}
            text={text}
            isBad={isTooLong}
            isBusy={isRunning}
            where={{ channel, root, team }}
            card={card}
            onChange={handleChange}
            onSend={() => void handleSend()}
          />
        )}
        <div className="composer-acts">
          {!isPreviewing && (
            <>
              <EmojiButton key={id} field={field} />
              <IconButton icon="at" label={t("composer.mention")} onClick={() => handleSign("@")} />
            </>
          )}
          {!isPreviewing && text === "" && (
            <IconButton icon="slash" label={t("composer.command")} onClick={() => handleSign("/")} />
          )}
          <span className="grow" />
          {isPreviewing && !hasTools && (
            <IconButton
              icon="eye"
              label={t("composer.preview")}
              keys={keysOf("preview")}
              pressed
              onClick={handlePreview}
            />
          )}
          <IconButton
            icon="format"
            label={t("composer.tools")}
            pressed={hasTools}
            onClick={() => composer.set({ hasTools: !hasTools })}
          />
          <IconButton
            icon="arrow-up"
            className="composer-send"
            label={t("composer.send")}
            keys={sendKeys}
            unavailable={
              isTooLong ? t("composer.tooLong", { longest }) : isEmpty ? t("composer.nothing") : undefined
            }
            onClick={() => void handleSend()}
          />
        </div>
      </div>
      <div className="composer-under">
        {trouble ? (
          <p className="composer-trouble" role="alert">
            {trouble.text}
            {trouble.isUnknown && (
              <Button kind="bare" size="small" onClick={() => send([text])}>
                {t("composer.command.asMessage")}
              </Button>
            )}
          </p>
        ) : (
          <TypingLine place={id} />
        )}
        <span className="grow" />
        {isTooLong && !isCommand(text) && (
          <Suspense fallback={null}>
            <SplitButton text={text} longest={longest} onSplit={(texts) => void handleSend(texts)} />
          </Suspense>
        )}
        {length > longest * 0.9 ? (
          <span className="num" data-state={isTooLong ? "bad" : undefined} role="status">
            {isTooLong ? t("composer.over", { count: length - longest }) : `${length} / ${longest}`}
          </span>
        ) : (
          !isEmpty && (
            <span className="composer-hint">
              <Kbd keys={sendKeys} /> {t("composer.toSend")}
            </span>
          )
        )}
      </div>
      {asked && (
        <Suspense fallback={null}>
          <EverybodyDialog
            count={asked.count}
            channel={name}
            onConfirm={() => send(asked.texts, asked.draft)}
            onCancel={() => note({ asked: undefined })}
          />
        </Suspense>
      )}
    </>
  );
});
