import "./composer.css";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { channels } from "@/features/channels";
import { drafts, keepDraft } from "@/features/drafts";
import { posts } from "@/features/posts";
import { teams } from "@/features/teams";
import { useT } from "@/i18n";
import { Button } from "@/ui/button/Button";
import { Kbd } from "@/ui/kbd/Kbd";
import { EmojiButton } from "./EmojiButton";
import { saveEdit } from "./edits";
import { fieldBeside } from "./fieldBeside";
import { composer, useEnterRules, useLongest } from "./model";
import { WritingField } from "./WritingField";

export interface MessageEditorProps {
  postId: string;
}

/** A message in the hands of its author. What is typed stays when it is left, and is there again next time. */
export function MessageEditor({ postId }: MessageEditorProps): ReactNode {
  const t = useT();
  const field = useRef<HTMLTextAreaElement>(null);
  const [card, setCard] = useState<HTMLElement | null>(null);
  const post = posts.use((state) => state.posts[postId]);
  const channel = post?.channel_id ?? "";
  const place = { channel, root: post?.root_id ?? "", post: postId };
  const team = channels.use((state) => state.channels[channel]?.team_id) || teams.get().last;
  const text = drafts.use((state) => state.drafts[postId]?.text) ?? post?.message ?? "";
  const longest = useLongest();
  const keys = useEnterRules().ctrlSends ? "Ctrl+Enter" : "Enter";
  const isTooLong = [...text].length > longest;
  const isEmpty = text.trim() === "";

  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  /** The focus goes to where one writes in the same pane. */
  function leave(): void {
    fieldBeside(card)?.focus();
    composer.set({ editing: "" });
  }

  function handleSave(): void {
    if (isTooLong || isEmpty || !post) return;
    leave();
    if (text === post.message) keepDraft(place, "");
    else saveEdit(post, text);
  }

  return (
    <div className="composer-edit">
      <div ref={setCard} className="composer" data-state={isTooLong ? "bad" : undefined}>
        <WritingField
          field={field}
          label={t("composer.edit.label")}
          text={text}
          isBad={isTooLong}
          where={{ channel, root: place.root, team }}
          card={card}
          onChange={(next) => keepDraft(place, next)}
          onSend={handleSave}
          onEscape={leave}
        />
        <div className="composer-acts">
          <EmojiButton field={field} />
          <span className="composer-hint mute tiny">
            <Kbd keys="Escape" /> {t("composer.edit.leave")} <Kbd keys={keys} /> {t("composer.edit.hint")}
          </span>
          <span className="grow" />
          <Button size="small" onClick={leave}>
            {t("composer.edit.cancel")}
          </Button>
          <Button
            size="small"
            kind="main"
            unavailable={
              isEmpty ? t("composer.edit.empty") : isTooLong ? t("composer.tooLong", { longest }) : undefined
            }
            onClick={handleSave}
          >
            {t("composer.edit.save")}
          </Button>
        </div>
      </div>
    </div>
  );
}
