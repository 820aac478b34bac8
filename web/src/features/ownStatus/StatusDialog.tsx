import "./ownStatus.css";
import { type ReactNode, useState } from "react";
import { EmojiPicker, noteEmoji, prepareEmojiPicker } from "@/features/emoji";
import { customStatusOf, recentStatusesOf } from "@/features/people";
import { session } from "@/features/session";
import { useT } from "@/i18n";
import { useEmoji } from "@/lib/emoji";
import { Button } from "@/ui/button/Button";
import { IconButton } from "@/ui/button/IconButton";
import { Dialog } from "@/ui/dialog/Dialog";
import { Select } from "@/ui/field/Select";
import { TextInput } from "@/ui/field/TextInput";
import { Icon } from "@/ui/icon/Icon";
import { attempt } from "@/ui/toast/attempt";
import { clearCustomStatus, setCustomStatus } from "./actions";
import { type Duration, durations, suggestions, toDuration } from "./model";

/** As many letters as the protocol allows. */
const LONGEST = 100;
const RECENT = 3;
/** What stands for a status without an emoji, as in every client. */
const USUAL_EMOJI = "speech_balloon";

const durationText = {
  "": "people.for.open",
  thirty_minutes: "people.for.thirty_minutes",
  one_hour: "people.for.one_hour",
  four_hours: "people.for.four_hours",
  today: "people.for.today",
  this_week: "people.for.this_week",
} as const;

/** Says something of myself: an emoji, a few words, and for how long. */
export function StatusDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT();
  const table = useEmoji();
  const me = session.use((state) => state.me);
  const [before] = useState(() => customStatusOf(me, Date.now()));
  const [emoji, setEmoji] = useState(before?.emoji ?? "");
  const [text, setText] = useState(before?.text ?? "");
  const [duration, setDuration] = useState<Duration>(toDuration(before?.duration ?? "today"));
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [isPicking, setIsPicking] = useState(false);
  const isEmpty = emoji === "" && text.trim() === "";

  const known = suggestions.map((one) => ({ ...one, text: t(`people.suggest.${one.id}`) }));
  const recent = recentStatusesOf(me)
    .slice(0, RECENT)
    .map((one) => ({ ...one, id: `recent ${one.emoji} ${one.text}`, duration: toDuration(one.duration) }));
  const isNew = (one: { text: string }): boolean => !recent.some((other) => other.text === one.text);
  const offered = [...recent, ...known.filter(isNew)];

  function handleSubmit(): void {
    if (isEmpty) {
      if (before) handleClear();
      return;
    }
    onClose();
    attempt(() => setCustomStatus(emoji || USUAL_EMOJI, text.trim(), duration));
  }
  function handleClear(): void {
    onClose();
    attempt(clearCustomStatus);
  }

  return (
    <Dialog
      title={t("people.status.title")}
      onClose={onClose}
      onSubmit={handleSubmit}
      keepsText
      footer={
        <>
          {before && <Button onClick={handleClear}>{t("people.status.clear")}</Button>}
          <Button type="submit" kind="main" unavailable={isEmpty ? t("people.status.empty") : undefined}>
            {t("people.status.save")}
          </Button>
        </>
      }
    >
      <div className="own-status-what">
        <button
          ref={setButton}
          type="button"
          className="own-status-emoji"
          aria-label={t("people.status.emoji")}
          aria-haspopup="dialog"
          aria-expanded={isPicking}
          onPointerEnter={prepareEmojiPicker}
          onFocus={prepareEmojiPicker}
          onClick={() => setIsPicking(!isPicking)}
        >
          {table?.sign(emoji) ?? <Icon name="smile" />}
        </button>
        <TextInput
          label={t("people.status.text")}
          hideLabel
          placeholder={t("people.status.text")}
          data-autofocus
          maxLength={LONGEST}
          value={text}
          onChange={setText}
          suffix={
            isEmpty ? undefined : (
              <IconButton
                icon="close"
                size={24}
                label={t("people.status.reset")}
                onClick={() => {
                  setEmoji("");
                  setText("");
                }}
              />
            )
          }
        />
        {isPicking && (
          <EmojiPicker
            anchor={button}
            onClose={() => setIsPicking(false)}
            onPick={(name) => {
              setIsPicking(false);
              noteEmoji(name);
              setEmoji(name);
            }}
          />
        )}
      </div>
      <Select
        label={t("people.status.until")}
        value={duration}
        onChange={setDuration}
        options={durations.map((one) => ({ value: one, text: t(durationText[one]) }))}
      />
      {isEmpty && (
        <section aria-label={t("people.suggest.title")}>
          <h3 className="own-status-title">{t("people.suggest.title")}</h3>
          <ul className="own-status-list">
            {offered.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="own-status-offer"
                  onClick={() => {
                    setEmoji(one.emoji);
                    setText(one.text);
                    setDuration(one.duration);
                  }}
                >
                  <span className="own-status-sign" aria-hidden="true">
                    {table?.sign(one.emoji)}
                  </span>
                  <bdi className="cut grow">{one.text}</bdi>
                  <small className="mute">{t(durationText[one.duration])}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
