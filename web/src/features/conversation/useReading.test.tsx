import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Channel, ChannelMember } from "@/api";
import { channels } from "@/features/channels";
import { render } from "@/ui/testing/render";
import { useReading } from "./useReading";

const { view, settleView } = vi.hoisted(() => ({ view: vi.fn(), settleView: vi.fn() }));
vi.mock("@/features/channels", async (original) => ({
  ...(await original<typeof import("@/features/channels")>()),
  view,
  settleView,
}));

function counted(total: number): void {
  channels.set({
    channels: { c: { id: "c", total_msg_count_root: total } as Channel },
    members: { c: { channel_id: "c", msg_count_root: 1, last_viewed_at: 5 } as ChannelMember },
  });
}

function Reader({ isWhole }: { isWhole: boolean }) {
  const { newSince, count } = useReading("c", true, isWhole);
  return <p>{`${count} since ${newSince}`}</p>;
}

beforeEach(() => {
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
  counted(1);
});
afterEach(() => {
  view.mockClear();
  settleView.mockClear();
  act(() => channels.reset());
  vi.restoreAllMocks();
});

test("what is counted before it is in the list is not read, and stands behind the line", () => {
  const page = render(<Reader isWhole={false} />);
  act(() => counted(3));
  expect(page.find("p").textContent).toBe("2 since 5");
  expect(view).not.toHaveBeenCalled();
  page.rerender(<Reader isWhole />);
  expect(view).toHaveBeenCalledWith("c");
  expect(page.find("p").textContent).toBe("2 since 5");
});

test("who stops reading has what was read told at once, before anything else comes", () => {
  const page = render(<Reader isWhole />);
  settleView.mockClear();
  page.rerender(<i />);
  expect(settleView).toHaveBeenCalledWith("c");
});

test("what is kept as unread has no line once it is known to be read", () => {
  counted(2);
  const page = render(<Reader isWhole={false} />);
  expect(page.find("p").textContent).toBe("1 since 5");
  act(() => counted(1));
  expect(page.find("p").textContent).toBe("0 since undefined");
});

test("what comes at the end of a whole list that is watched is read at once, without a line", () => {
  const page = render(<Reader isWhole />);
  act(() => counted(2));
  expect(view).toHaveBeenCalledWith("c");
  expect(page.find("p").textContent).toBe("1 since undefined");
});
