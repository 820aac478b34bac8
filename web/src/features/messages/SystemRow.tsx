import { memo, type ReactNode, useId } from "react";
import type { Post } from "@/api";
import { usePosts } from "@/features/posts";
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
  const told = usePosts(ids.split(" ")).filter((post) => post !== undefined);
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
  const id = useId();
  return (
    <article
      className="message-system"
      data-post={first.id}
      data-ring="inside"
      tabIndex={isCurrent ? 0 : -1}
      aria-labelledby={`${id}kind ${id}text ${id}time`}
      aria-posinset={position}
      aria-setsize={position === undefined ? undefined : -1}
    >
      <Icon name={happened[0] ? ICONS[happened[0].what] : "info"} size={16} />
      <span id={`${id}kind`} hidden>
        {t("messages.system")}
      </span>
      <div id={`${id}text`}>
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
      <time id={`${id}time`} className="message-time" {...tip(fullTimeOf(first.create_at))}>
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
