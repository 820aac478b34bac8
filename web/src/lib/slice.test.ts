import { expect, test, vi } from "vitest";
import { slice } from "./slice";

test("what changes nothing is told to nobody, and leaves the state the same", () => {
  const made = slice("told", { open: "a", rows: [1] });
  const listener = vi.fn();
  made.subscribe(listener);
  const before = made.get();
  made.set({ open: "a" });
  made.set((state) => ({ rows: state.rows }));
  made.set({});
  expect(listener).not.toHaveBeenCalled();
  expect(made.get()).toBe(before);
  made.set({ open: "b" });
  expect(listener).toHaveBeenCalledOnce();
  expect(made.get().open).toBe("b");
});
