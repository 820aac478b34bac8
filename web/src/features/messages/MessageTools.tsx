import type { ReactNode } from "react";
import type { Post } from "@/api";
import { useRecentEmoji } from "@/features/emoji";
import { keysOf } from "@/features/keyboard";
import { useT } from "@/i18n";
import { useEmoji } from "@/lib/emoji";
import { IconButton } from "@/ui/button/IconButton";
import { Toolbar } from "@/ui/toolbar/Toolbar";
import { tip } from "@/ui/tooltip/tip";
import { openThread, react, toggleSaved, useIsSaved } from "./actions";
import { useVerbs } from "./verbs";

interface MessageToolsProps {
  post: Post;
  isMenuOpen: boolean;
  isInThread: boolean;
  onReact: () => void;
  onMenu: (anchor: HTMLElement) => void;
}

/** The tools of the message under the pointer, or with the focus. */
export function MessageTools(props: MessageToolsProps): ReactNode {
  const { post, isMenuOpen, isInThread, onReact, onMenu } = props;
  const t = useT();
  const verbs = useVerbs(post);
  const table = useEmoji();
  const recent = useRecentEmoji(3);
  const isSaved = useIsSaved(post.id);
  return (
    <div className="message-tools-room">
      <Toolbar label={t("messages.actions")} className="message-tools">
        {verbs.react &&
          recent.map((name) => {
            const sign = table?.sign(name);
            const label = t("messages.reactWith", { emoji: `:${name}:` });
            return sign === undefined ? null : (
              <button
                key={name}
                type="button"
                className="ui-tool"
                data-size="28"
                aria-label={label}
                {...tip(label)}
                onClick={() => react(post, name)}
              >
                <span className="message-emoji">{sign}</span>
              </button>
            );
          })}
        {verbs.react && (
          <IconButton
            icon="react"
            size={28}
            label={t("messages.addReaction")}
            keys={keysOf("reactToMessage")}
            onClick={onReact}
          />
        )}
        {verbs.reply && !isInThread && (
          <IconButton
            icon="reply"
            size={28}
            label={t("messages.reply")}
            keys={keysOf("replyToMessage")}
            onClick={() => openThread(post)}
          />
        )}
        {verbs.save && (
          <IconButton
            icon={isSaved ? "bookmark-on" : "bookmark"}
            size={28}
            label={t(isSaved ? "messages.unsave" : "messages.save")}
            keys={keysOf("saveMessage")}
            onClick={() => toggleSaved(post)}
          />
        )}
        <IconButton
          icon="more"
          size={28}
          label={t("buttons.more")}
          aria-haspopup="menu"
          aria-expanded={isMenuOpen}
          onClick={(event) => onMenu(event.currentTarget)}
        />
      </Toolbar>
    </div>
  );
}
