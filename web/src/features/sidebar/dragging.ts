import { type ReactNode, type RefObject, useEffect, useRef } from "react";
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

interface DraggingProps {
  list: RefObject<HTMLElement | null>;
  team: string;
  groups: Group[];
}

/** Lets the rows and headings of a list be dragged. */
export function Dragging({ list, team, groups }: DraggingProps): ReactNode {
  const latest = useRef(groups);
  latest.current = groups;
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const listening = new AbortController();
    listen(element, team, () => latest.current, listening.signal);
    return () => listening.abort();
  }, [list, team]);
  return null;
}

function listen(element: HTMLElement, team: string, groups: () => Group[], signal: AbortSignal): void {
  function handleDragStart(event: DragEvent): void {
    const row = rowAt(event);
    const { dataTransfer } = event;
    if (!row || !dataTransfer) return;
    const { row: id = "", category } = row.dataset;
    dataTransfer.effectAllowed = "move";
    // The address that a browser puts there for a link would make other places take it.
    dataTransfer.clearData();
    dataTransfer.setData("application/x-wardroom-row", id);
    sidebar.set({ dragged: { kind: id === category ? "category" : "channel", id } });
  }

  function handleDragOver(event: DragEvent): void {
    const { dragged, drop } = sidebar.get();
    const row = rowAt(event);
    if (!dragged || !row) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
    const next =
      dragged.kind === "channel"
        ? dropOfChannel(event, row, groups())
        : dropOfCategory(row, groups(), dragged.id);
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
        placeChannel(team, groups(), dragged.id, drop.category, drop.before ?? firstOf(drop));
      });
  }

  /** A heading takes a channel in at its start. */
  function firstOf(drop: Drop): string | undefined {
    if (drop.side !== "whole") return undefined;
    return groups().find((group) => group.category.id === drop.category)?.ids[0];
  }

  function handleDragEnd(): void {
    sidebar.set({ dragged: undefined, drop: undefined });
  }

  element.addEventListener("dragstart", handleDragStart, { signal });
  element.addEventListener("dragover", handleDragOver, { signal });
  element.addEventListener("drop", handleDrop, { signal });
  element.addEventListener("dragend", handleDragEnd, { signal });
}
