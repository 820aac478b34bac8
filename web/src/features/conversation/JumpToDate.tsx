import { type ReactNode, useState } from "react";
import { lightUp } from "@/features/messages";
import { openAround, posts } from "@/features/posts";
import { currentLocale, explain, useT } from "@/i18n";
import { Calendar } from "@/ui/calendar/Calendar";
import { type Day, formatDay, today } from "@/ui/calendar/days";
import { Popover } from "@/ui/popover/Popover";
import { toasts } from "@/ui/toast/toasts";
import { firstSince } from "./firstSince";

interface JumpToDateProps {
  channelId: string;
  /** The separator of days that was pressed, and a moment of its day. */
  anchor: Element;
  at: number;
  onClose: () => void;
}

/** The moment at which a day begins here. */
function beginOf(day: Day): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date).getTime();
}

/** A calendar that leads to the first message of a day, or the next one after it. */
export function JumpToDate({ channelId, anchor, at, onClose }: JumpToDateProps): ReactNode {
  const t = useT();
  const [isBusy, setIsBusy] = useState(false);

  async function jump(day: Day): Promise<void> {
    const found = await firstSince(channelId, beginOf(day));
    onClose();
    if (!found) {
      const named = formatDay(day, currentLocale(), { dateStyle: "long" });
      toasts.show({ text: t("reading.noneSince", { day: named }) });
      return;
    }
    const { stretches } = posts.get();
    if (!stretches[channelId]?.ids.includes(found.id)) await openAround(found);
    lightUp(found.id);
  }

  function handlePick(day: Day): void {
    if (isBusy) return;
    setIsBusy(true);
    jump(day).catch((error: unknown) => {
      onClose();
      toasts.show({ kind: "bad", text: explain(error) });
    });
  }

  return (
    <Popover anchor={anchor} label={t("messages.jumpToDate")} align="start" onClose={onClose}>
      <div aria-busy={isBusy}>
        <Calendar value={today(new Date(at))} max={today()} onPick={handlePick} />
      </div>
    </Popover>
  );
}
