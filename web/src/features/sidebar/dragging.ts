import { type DragEvent, useRef } from "react";
import { moveCategory } from "@/features/channels";
import { attempt } from "@/ui/toast/attempt";
import type { Group } from "./groups";
import { type Drop, sidebar } from "./model";

function rowAt(event: DragEvent): HTMLElement | undefined {
  const { target } = event;
  const row = target instanceof Element ? target.closest("[data-row]") : undefined;
  return row instanceof HTMLElement ? row : undefined;
}

/** Where a channel would go that is let go over a row; on a heading, into the category as it orders itself. */
function dropOfChannel(event: DragEvent, row: HTMLElement, groups: Group[]): Drop | undefined {
  const { row: id = "", category = "" } = row.dataset;
  if (id === category) return { category, before: undefined, row: id, side: "whole" };
  const ids = groups.find((group) => group.category.id === category)?.ids ?? [];
  const box = row.getBoundingClientRect();
  const isUpper = event.clientY < box.top + box.height / 2;
  const before = isUpper ? id : ids[ids.indexOf(id) + 1];
  return { category, before, row: id, side: isUpper ? "start" : "end" };
}

function dropOfCategory(row: HTMLElement, groups: Group[], dragged: string): Drop | undefined {
  const { category = "" } = row.dataset;
  const order = groups.map((group) => group.category.id);
  const isDown = order.indexOf(category) > order.indexOf(dragged);
  const before = isDown ? order[order.indexOf(category) + 1] : category;
  return { category, before, row: category, side: isDown ? "end" : "start" };
}

/** What the list of the sidebar listens to, so that rows and headings can be dragged. */
export function useDragging(team: string, groups: Group[]) {
  const latest = useRef(groups);
  latest.current = groups;

  function handleDragStart(event: DragEvent): void {
    const row = rowAt(event);
    if (!row) return;
    const { row: id = "", category } = row.dataset;
    event.dataTransfer.effectAllowed = "move";
    // The address that a browser puts there for a link would make other places take it.
    event.dataTransfer.clearData();
    event.dataTransfer.setData("application/x-wardroom-row", id);
    sidebar.set({ dragged: { kind: id === category ? "category" : "channel", id } });
  }

  function handleDragOver(event: DragEvent): void {
    const { dragged, drop } = sidebar.get();
    const row = rowAt(event);
    if (!dragged || !row) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    const next =
      dragged.kind === "channel"
        ? dropOfChannel(event, row, latest.current)
        : dropOfCategory(row, latest.current, dragged.id);
    if (next?.row !== drop?.row || next?.side !== drop?.side) sidebar.set({ drop: next });
  }

  function handleDrop(event: DragEvent): void {
    const { dragged, drop } = sidebar.get();
    handleDragEnd();
    if (!dragged || !drop) return;
    event.preventDefault();
    if (dragged.kind === "category") attempt(() => moveCategory(team, dragged.id, drop.before));
    else if (drop.before !== dragged.id)
      attempt(async () => {
        const { placeChannel } = await import("./place");
        placeChannel(team, latest.current, dragged.id, drop.category, drop.before ?? firstOf(drop));
      });
  }

  /** A heading takes a channel in at its start. */
  function firstOf(drop: Drop): string | undefined {
    if (drop.side !== "whole") return undefined;
    return latest.current.find((group) => group.category.id === drop.category)?.ids[0];
  }

  function handleDragEnd(): void {
    sidebar.set({ dragged: undefined, drop: undefined });
  }

  return {
    onDragStart: handleDragStart,
    onDragOver: handleDragOver,
    onDrop: handleDrop,
    onDragEnd: handleDragEnd,
  };
}
