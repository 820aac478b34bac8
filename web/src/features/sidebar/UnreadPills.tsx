import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { type ChannelsState, channels, unreadOf } from "@/features/channels";
import { useT } from "@/i18n";
import { Icon } from "@/ui/icon/Icon";

interface UnreadPillsProps {
  /** What scrolls. */
  list: RefObject<HTMLElement | null>;
  /** Changes with everything that may move a row. */
  version: unknown;
}

const nowhere = { above: 0, below: 0 };

/** Where a row is: that of its item, since what is in it is laid out only where it shows. */
function boxOf(row: HTMLElement): DOMRect {
  return (row.parentElement ?? row).getBoundingClientRect();
}

/** The channels whose rows are marked as unread. */
function unreadIds({ channels: all, members }: ChannelsState): string {
  const ids = Object.keys(all).filter((id) => {
    const { isUnread, mentions } = unreadOf(all[id], members[id]);
    return isUnread || mentions > 0;
  });
  return ids.join(" ");
}

function unreadRows(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-unread]")];
}

function count(list: HTMLElement): typeof nowhere {
  const box = list.getBoundingClientRect();
  let above = 0;
  let below = 0;
  for (const row of unreadRows(list)) {
    const { top, bottom } = boxOf(row);
    if (bottom <= box.top + 4) above += 1;
    else if (top >= box.bottom - 4) below += 1;
  }
  return { above, below };
}

/** How much that is unread lies beyond the upper and the lower edge of the list, and the way there. */
export function UnreadPills({ list, version }: UnreadPillsProps): ReactNode {
  const t = useT();
  const [hidden, setHidden] = useState(nowhere);
  const marked = channels.use(unreadIds);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the rows is what it is measured for
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let frame = 0;
    const measure = (): void => {
      frame = 0;
      const next = count(element);
      setHidden((now) => (now.above === next.above && now.below === next.below ? now : next));
    };
    const schedule = (): void => {
      frame ||= requestAnimationFrame(measure);
    };
    schedule();
    element.addEventListener("scroll", schedule, { passive: true });
    const resized = new ResizeObserver(schedule);
    resized.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", schedule);
      resized.disconnect();
    };
  }, [list, version, marked]);

  function jump(isUp: boolean): void {
    const element = list.current;
    if (!element) return;
    const box = element.getBoundingClientRect();
    const rows = unreadRows(element);
    const row = isUp
      ? rows.findLast((one) => boxOf(one).bottom <= box.top + 4)
      : rows.find((one) => boxOf(one).top >= box.bottom - 4);
    row?.scrollIntoView({ block: "center" });
  }

  return (
    <>
      {hidden.above > 0 && (
        <button type="button" className="sidebar-pill" data-edge="above" onClick={() => jump(true)}>
          <Icon name="arrow-up" size={14} />
          {t("moving.moreUnread", { count: hidden.above })}
        </button>
      )}
      {hidden.below > 0 && (
        <button type="button" className="sidebar-pill" data-edge="below" onClick={() => jump(false)}>
          <Icon name="arrow-down" size={14} />
          {t("moving.moreUnread", { count: hidden.below })}
        </button>
      )}
    </>
  );
}
