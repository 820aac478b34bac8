import type { ReactNode, Ref } from "react";
import { useT } from "@/i18n";
import { SplitHandle } from "@/ui/split/SplitHandle";
import { useRememberedWidth } from "@/ui/split/useRememberedWidth";

interface PaneProps {
  label: string;
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}

const PANE = { home: 404, min: 320, max: 640 };

/** What lies beside the channel, and the handle that makes it wider. */
export function Pane({ label, ref, children }: PaneProps): ReactNode {
  const t = useT();
  const [width, setWidth] = useRememberedWidth("aside", PANE.home);
  return (
    <aside className="aside" data-region="aside" style={{ "--aside-w": `${width}px` }} aria-label={label}>
      <SplitHandle label={t("moving.paneWidth")} pane="after" value={width} {...PANE} onChange={setWidth} />
      <div className="pane" ref={ref}>
        {children}
      </div>
    </aside>
  );
}
