import { expect, test, vi } from "vitest";
import { copyOf, slice, together } from "./slice";

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

test("of what is done together the first change copies a table, and nobody's own is touched", () => {
  const before: Record<string, number> = { a: 1 };
  let first = before;
  together(() => {
    first = copyOf(before);
    first.b = 2;
    expect(copyOf(first)).toBe(first);
  });
  expect(before).toEqual({ a: 1 });
  // It has been seen by now.
  expect(copyOf(first)).not.toBe(first);
  together(() => expect(copyOf(first)).not.toBe(first));
});
