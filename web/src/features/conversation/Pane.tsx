import type { ReactNode, Ref } from "react";
import { useT } from "@/i18n";
import { IconButton } from "@/ui/button/IconButton";
import { useNarrow } from "@/ui/narrow/useNarrow";
import { SplitHandle } from "@/ui/split/SplitHandle";
import { useRememberedWidth } from "@/ui/split/useRememberedWidth";

interface PaneProps {
  label: string;
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}

const PANE = { home: 404, min: 320, max: 640 };

/** What lies beside the channel, and the handle that makes it wider. Where there is room for one pane it is the page. */
export function Pane({ label, ref, children }: PaneProps): ReactNode {
  const t = useT();
  const isNarrow = useNarrow();
  const [width, setWidth] = useRememberedWidth("aside", PANE.home);
  return (
    // Another element would be made anew with the width of the window.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name
    <div
      className="aside"
      role={isNarrow ? "main" : "complementary"}
      data-region="aside"
      style={{ "--aside-w": `${width}px` }}
      aria-label={label}
    >
      <SplitHandle label={t("moving.paneWidth")} pane="after" value={width} {...PANE} onChange={setWidth} />
      <div className="pane" ref={ref}>
        {children}
      </div>
    </div>
  );
}

interface PaneHeadProps {
  title: string;
  /** What closing it is called. */
  close: string;
  onClose: () => void;
  /** Beside the title. */
  children?: ReactNode;
}

/** The name of a pane, and the way out of it: a cross beside the channel, an arrow where it lies over it. */
export function PaneHead({ title, close, onClose, children }: PaneHeadProps): ReactNode {
  const isNarrow = useNarrow();
  const Heading = isNarrow ? "h1" : "h2";
  return (
    <div className="conversation-head">
      {isNarrow && <IconButton icon="arrow-left" label={close} onClick={onClose} />}
      <Heading>{title}</Heading>
      {children}
      {!isNarrow && <IconButton icon="close" label={close} keys="Escape" onClick={onClose} />}
    </div>
  );
}
