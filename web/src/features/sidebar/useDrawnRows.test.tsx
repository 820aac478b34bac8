import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdBack } from "@/lib/start";
import { render } from "@/ui/testing/render";
import { useDrawnRows } from "./useDrawnRows";

function Count(): string {
  return String(useDrawnRows(200));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the rows that a screen does not show are drawn once the first screen is there, in pieces", async () => {
  vi.stubGlobal("innerHeight", 780);
  const release = holdBack();
  const page = render(<Count />);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(page.container.textContent).toBe("30");

  release();
  const seen = new Set<string | null>();
  for (let steps = 0; steps < 50; steps += 1) {
    await act(() => vi.advanceTimersByTimeAsync(10));
    seen.add(page.container.textContent);
  }
  expect([...seen]).toEqual(["30", "70", "110", "150", "190", "230"]);
});
