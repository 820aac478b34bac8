import "./sidebar.css";
import { type KeyboardEvent, lazy, type PointerEvent, type ReactNode, useRef } from "react";
import type { Team } from "@/api";
import { showNewConversation } from "@/features/channelDialogs";
import { channels } from "@/features/channels";
import { keysOf, useShortcut } from "@/features/keyboard";
import { expectOpening } from "@/features/posts";
import { FindButton } from "@/features/switcher";
import { TeamMenu } from "@/features/teamRail";
import { useT } from "@/i18n";
import { afterStart } from "@/lib/start";
import { Later } from "@/ui/boundary/Later";
import { IconButton } from "@/ui/button/IconButton";
import { rove } from "@/ui/menu/roving";
import { attempt } from "@/ui/toast/attempt";
import { CategoryGroup } from "./CategoryGroup";
import { useGroups } from "./groups";
import { Me } from "./Me";
import { sidebar } from "./model";
import { ReadingLinks } from "./ReadingLinks";
import { useDrawnRows } from "./useDrawnRows";
import { useMoving } from "./useMoving";

const Dragging = lazy(async () => ({ default: (await afterStart(() => import("./dragging"))).Dragging }));
const UnreadPills = lazy(async () => ({
  default: (await afterStart(() => import("./UnreadPills"))).UnreadPills,
}));

interface SidebarProps {
  team: Team;
  onSignOut: () => void;
  /** The handle at its edge. */
  children: ReactNode;
}

/** The channels of a team as its member has arranged them. */
export function Sidebar({ team, onSignOut, children }: SidebarProps): ReactNode {
  const t = useT();
  const groups = useGroups(team.id);
  const open = channels.use((state) => state.open);
  const unreadOnly = sidebar.use((state) => state.unreadOnly);
  const list = useRef<HTMLDivElement>(null);
  useMoving(team, groups);
  const toggleUnread = (): undefined => {
    sidebar.set({ unreadOnly: !unreadOnly });
    return undefined;
  };
  useShortcut("unreadOnly", toggleUnread);
  useShortcut("newMessage", () => {
    showNewConversation(team);
    return undefined;
  });
  const shown = groups.filter((group) =>
    unreadOnly ? group.rows.length > 0 : group.ids.length > 0 || group.category.type !== "favorites",
  );
  const rows = shown.flatMap((group) => group.rows);
  const drawn = useDrawnRows(rows.length);
  let before = 0;
  const drawnOf = shown.map((group) => {
    const count = Math.min(group.rows.length, Math.max(0, drawn - before));
    before += group.rows.length;
    return count;
  });
  const stop = rows.includes(open) ? open : (rows[0] ?? shown[0]?.category.id);

  /** A channel under the pointer is likely to be pressed. */
  function handlePointerOver({ target }: PointerEvent): void {
    if (target instanceof Element) expectOpening(target.closest<HTMLElement>(".sidebar-row")?.dataset.row);
  }

  /** Arrows go from row to row; with Ctrl and Shift they take the row along. */
  function handleKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || event.altKey) return;
    const { row: id, category } = target.dataset;
    if (id === undefined) return;
    const takesAlong = (event.ctrlKey || event.metaKey) && event.shiftKey;
    if (takesAlong && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const by = event.key === "ArrowDown" ? 1 : -1;
      attempt(async () => {
        const { stepCategory, stepChannel } = await import("./place");
        const step = id === category ? stepCategory : stepChannel;
        step(team.id, groups, id, by);
        // The row is drawn anew elsewhere and keeps the focus there.
        requestAnimationFrame(() =>
          list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus(),
        );
      });
    } else {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
      const next = rove(event.key, all.indexOf(target), all.length, { axis: "vertical", wrap: false });
      if (next === undefined) return;
      all[next]?.focus();
    }
    event.preventDefault();
  }

  return (
    <nav className="sidebar" aria-label={t("moving.title")} data-ground="table" data-region="sidebar">
      <header className="sidebar-head">
        <TeamMenu team={team} />
        <IconButton
          icon="filter"
          label={t("moving.unreadOnly")}
          pressed={unreadOnly}
          keys={keysOf("unreadOnly")}
          onClick={toggleUnread}
        />
        <IconButton
          icon="compose"
          label={t("moving.conversation.title")}
          keys={keysOf("newMessage")}
          onClick={() => showNewConversation(team)}
        />
      </header>
      <FindButton team={team} />
      <ReadingLinks team={team} />
      <div className="sidebar-body">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears for the links and buttons inside */}
        <div
          className="sidebar-list scrolls"
          ref={list}
          onKeyDown={handleKeyDown}
          onPointerOver={handlePointerOver}
          onPointerLeave={() => expectOpening(undefined)}
        >
          {shown.map((group, at) => (
            <CategoryGroup
              key={group.category.id}
              group={group}
              team={team}
              stop={group.category.id === stop || group.rows.includes(stop ?? "") ? stop : undefined}
              drawn={drawnOf[at] ?? 0}
            />
          ))}
          {shown.length === 0 && <p className="sidebar-none">{t("moving.caughtUp")}</p>}
        </div>
        <Later>
          <Dragging list={list} team={team.id} groups={groups} />
        </Later>
        <Later>
          <UnreadPills list={list} version={drawn < rows.length ? drawn : groups} />
        </Later>
      </div>
      <Me onSignOut={onSignOut} />
      {children}
    </nav>
  );
}
