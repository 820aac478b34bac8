import { memo, type ReactNode } from "react";
import type { Post } from "@/api";
import { posts } from "@/features/posts";
import { useT } from "@/i18n";
import { Icon, type IconName } from "@/ui/icon/Icon";
import { Markdown } from "@/ui/markdown";
import { tip } from "@/ui/tooltip/tip";
import { listNames, useNames } from "./names";
import { isMergeable, type Told, tell } from "./system";
import { fullTimeOf, timeOf } from "./times";

interface SystemRowProps {
  /** Posts of the server that are told together, by their ids with a blank between. */
  ids: string;
  position?: number | undefined;
  isCurrent?: boolean;
}

const ICONS: Record<Told["what"], IconName> = {
  joined: "person-plus",
  added: "person-plus",
  left: "leave",
  removed: "leave",
};

/** What the server says: one quiet line. */
export const SystemRow = memo(function SystemRow({ ids, position, isCurrent = true }: SystemRowProps) {
  const all = posts.use((state) => state.posts);
  const told = ids.split(" ").flatMap((id) => all[id] ?? []);
  const [first] = told;
  if (!first) return null;
  return <KnownSystemRow told={told} first={first} position={position} isCurrent={isCurrent} />;
});

interface KnownSystemRowProps {
  told: Post[];
  first: Post;
  position: number | undefined;
  isCurrent: boolean;
}

function KnownSystemRow({ told, first, position, isCurrent }: KnownSystemRowProps): ReactNode {
  const t = useT();
  const happened = isMergeable(first) ? tell(told) : [];
  const time = timeOf(first.create_at);
  return (
    <article
      className="message-system"
      data-post={first.id}
      data-ring="inside"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={`${t("messages.system")}, ${time}`}
      aria-posinset={position}
      aria-setsize={position === undefined ? undefined : -1}
    >
      <Icon name={happened[0] ? ICONS[happened[0].what] : "info"} size={16} />
      <div>
        {happened.length === 0 ? (
          <Markdown text={first.message} />
        ) : (
          <p>
            {happened.map((one) => (
              <Sentence key={`${one.what} ${one.by}`} {...one} />
            ))}
          </p>
        )}
      </div>
      <time className="message-time" {...tip(fullTimeOf(first.create_at))}>
        {time}
      </time>
    </article>
  );
}

function Sentence({ what, by, who }: Told): ReactNode {
  const t = useT();
  const names = listNames(useNames(who));
  const [actor = ""] = useNames([by]);
  return <span>{t(`messages.told.${what}`, { names, by: actor })} </span>;
}
