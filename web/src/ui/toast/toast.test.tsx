import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { render } from "../testing/render";
import { ToastRegion } from "./ToastRegion";
import { TOAST_MS, toasts } from "./toasts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  act(() => toasts.show({ text: "" })());
  vi.useRealTimers();
});

test("a toast is a status, offers its verb, and goes by itself", () => {
  const gone: string[] = [];
  const page = render(<ToastRegion />);
  act(() => {
    toasts.show({
      text: "Deleted",
      action: { text: "Undo", onAction: () => gone.push("undone") },
      onGone: () => gone.push("gone"),
    });
  });
  expect(page.find("[role=status]").textContent).toBe("DeletedUndo");
  act(() => vi.advanceTimersByTime(TOAST_MS));
  expect(page.find("[role=status]").textContent).toBe("");
  expect(gone).toEqual(["gone"]);
});

test("it waits while it has the focus", () => {
  const page = render(<ToastRegion />);
  act(() => {
    toasts.show({ text: "Deleted", action: { text: "Undo", onAction: () => {} } });
  });
  act(() => page.find(".ui-toast button").focus());
  act(() => vi.advanceTimersByTime(TOAST_MS * 2));
  expect(page.find("[role=status]").textContent).toBe("DeletedUndo");
});

test("undo is undo: what was waiting for the end never happens", () => {
  const done: string[] = [];
  const page = render(<ToastRegion />);
  act(() => {
    toasts.show({
      text: "Deleted",
      action: { text: "Undo", onAction: () => done.push("undone") },
      onGone: () => done.push("sent"),
    });
  });
  page.click(".ui-toast button");
  act(() => vi.advanceTimersByTime(TOAST_MS));
  expect(done).toEqual(["undone"]);
});

test("what did not work is an alert and stays; the next toast takes its place", () => {
  const page = render(<ToastRegion />);
  act(() => {
    toasts.show({ text: "Not sent", kind: "bad" });
  });
  act(() => vi.advanceTimersByTime(TOAST_MS * 3));
  expect(page.find("[role=alert]").textContent).toBe("Not sent");
  act(() => {
    toasts.show({ text: "Sent" });
  });
  expect(page.find("[role=alert]").textContent).toBe("");
});
