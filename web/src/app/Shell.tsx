import { type CSSProperties, lazy, memo, type ReactNode, useEffect, useState } from "react";
import type { Team } from "@/api";
import { useShortcut } from "@/features/keyboard";
import { useTitle } from "@/features/notifications";
import { session } from "@/features/session";
import { Sidebar } from "@/features/sidebar";
import { TeamRail } from "@/features/teamRail";
import { useT } from "@/i18n";
import { addresses } from "@/lib/routes";
import { VisuallyHidden } from "@/ui/announcer/VisuallyHidden";
import { Banner } from "@/ui/banner/Banner";
import { Boundary } from "@/ui/boundary/Boundary";
import { Later } from "@/ui/boundary/Later";
import { useNarrow } from "@/ui/narrow/useNarrow";
import { SplitHandle } from "@/ui/split/SplitHandle";
import { useRememberedWidth } from "@/ui/split/useRememberedWidth";
import { nextRegion } from "./regions";

declare module "react" {
  interface CSSProperties {
    "--side-w"?: string;
    "--aside-w"?: string;
  }
}

const BackStack = lazy(async () => ({ default: (await import("./BackStack")).BackStack }));

interface ShellProps {
  team: Team;
  /** Which pane a phone shows: the list of channels, or what is open. */
  shows: "list" | "main";
  onSignOut: () => void;
  children: ReactNode;
}

const SIDEBAR = { home: 264, min: 200, max: 400 };
const OFFLINE_MS = 5_000;

/** Teams, channels, what is open, and what lies beside it. */
export function Shell({ team, shows, onSignOut, children }: ShellProps): ReactNode {
  const t = useT();
  const [side, setSide] = useRememberedWidth("sidebar", SIDEBAR.home);
  const isOffline = useOffline();
  const isNarrow = useNarrow();
  const isList = isNarrow && shows === "list";
  useTitle(team.display_name);
  const widths: CSSProperties = { "--side-w": `${side}px` };

  useShortcut("nextRegion", () => nextRegion(1));
  useShortcut("previousRegion", () => nextRegion(-1));
  function handleSkip(): void {
    document.querySelector<HTMLElement>("[data-region=main] textarea")?.focus();
  }

  return (
    <div className="app">
      <VisuallyHidden untilFocus>
        <button type="button" className="desk-skip" onClick={handleSkip}>
          {t("moving.skip")}
        </button>
      </VisuallyHidden>
      <div className="desk" style={widths} data-pane={shows}>
        <Side team={team} isList={isList} width={side} onWidth={setSide} onSignOut={onSignOut} />
        <div className="desk-main" data-region="main">
          {isOffline && (
            <Banner kind="lamp" icon="offline">
              {t("trouble.noConnection")}
            </Banner>
          )}
          {children}
        </div>
      </div>
      <Later>{isNarrow && <BackStack list={addresses.team(team.name)} />}</Later>
    </div>
  );
}

interface SideProps {
  team: Team;
  /** Whether it is all that a phone shows. */
  isList: boolean;
  width: number;
  onWidth: (width: number) => void;
  onSignOut: () => void;
}

/** What lies beside everything, and stays as it is when another channel is opened. */
const Side = memo(function Side({ team, isList, width, onWidth, onSignOut }: SideProps): ReactNode {
  const t = useT();
  return (
    <>
      <Boundary kind="nothing">
        <TeamRail current={team.id} />
      </Boundary>
      <div className="desk-side" role={isList ? "main" : undefined}>
        {isList && <h1 className="ui-hidden">{t("moving.title")}</h1>}
        <Boundary key={team.id}>
          <Sidebar team={team} onSignOut={onSignOut}>
            <SplitHandle
              label={t("moving.width")}
              pane="before"
              value={width}
              {...SIDEBAR}
              onChange={onWidth}
            />
          </Sidebar>
        </Boundary>
      </div>
    </>
  );
});

/** Whether the connection has been away for longer than a moment. */
function useOffline(): boolean {
  const lostAt = session.use((state) => state.lostAt);
  const [isOffline, setIsOffline] = useState(false);
  useEffect(() => {
    if (lostAt === 0) {
      setIsOffline(false);
      return;
    }
    const timer = setTimeout(() => setIsOffline(true), Math.max(0, lostAt + OFFLINE_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [lostAt]);
  return isOffline;
}
