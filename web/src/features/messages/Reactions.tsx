import type { ReactNode } from "react";
import type { Reaction as AReaction, Post } from "@/api";
import { session } from "@/features/session";
import { useT } from "@/i18n";
import { useEmoji } from "@/lib/emoji";
import { VisuallyHidden } from "@/ui/announcer/VisuallyHidden";
import { Icon } from "@/ui/icon/Icon";
import { tip } from "@/ui/tooltip/tip";
import { react } from "./actions";
import { listNames, useNames } from "./names";
import { useVerbs } from "./verbs";

interface ReactionsProps {
  post: Post;
  reactions: readonly AReaction[];
  /** Another one is to be picked, beside the button that asks for it. */
  onAdd: (button: Element) => void;
}

/** The reactions to a post, in the order in which each kind came first. */
export function Reactions({ post, reactions, onAdd }: ReactionsProps): ReactNode {
  const t = useT();
  const kinds = new Map<string, string[]>();
  const { react: mayReact } = useVerbs(post);
  for (const { emoji_name: name, user_id: user } of reactions) {
    kinds.set(name, [...(kinds.get(name) ?? []), user]);
  }
  const add = t("messages.addReaction");
  return (
    <div className="message-reactions">
      {[...kinds].map(([name, users]) => (
        <Reaction key={name} post={post} name={name} users={users} mayReact={mayReact} />
      ))}
      {mayReact && (
        <button
          type="button"
          className="message-reaction"
          data-add=""
          aria-label={add}
          {...tip(add)}
          onClick={(event) => onAdd(event.currentTarget)}
        >
          <Icon name="react" size={16} />
        </button>
      )}
    </div>
  );
}

interface ReactionProps {
  post: Post;
  name: string;
  users: string[];
  mayReact: boolean;
}

function Reaction({ post, name, users, mayReact }: ReactionProps): ReactNode {
  const t = useT();
  const sign = useEmoji()?.sign(name);
  const me = session.use((state) => state.me?.id);
  const isMine = users.some((user) => user === me);
  const names = listNames(useNames(users));
  const said = t("messages.reacted", { names, emoji: `:${name}:` });
  return (
    <button
      type="button"
      className="message-reaction"
      aria-pressed={isMine}
      aria-disabled={mayReact ? undefined : true}
      {...tip(said)}
      onClick={() => mayReact && react(post, name)}
    >
      <VisuallyHidden>{said}</VisuallyHidden>
      <span aria-hidden="true" className="message-emoji">
        {sign ?? `:${name}:`}
      </span>
      <span aria-hidden="true" className="num">
        {users.length}
      </span>
    </button>
  );
}
