import { act } from "react";
import { afterEach, expect, test } from "vitest";
import type { Channel } from "@/api";
import { channels } from "@/features/channels";
import { loadTexts } from "@/i18n";
import { render } from "@/ui/testing/render";
import { Beginning } from "./Beginning";

await loadTexts("reading");

afterEach(() => act(() => channels.reset()));

test.each([
  ["a channel", { team_id: "t", type: "O", delete_at: 0 }, /~Depot begins.*in the topic/],
  ["one that is archived", { team_id: "t", type: "O", delete_at: 5 }, /~Depot begins.*archived.*nobody can/],
  ["a direct message", { team_id: "", type: "D", delete_at: 0 }, /with Depot begins(?!.*topic)/],
  ["a group message", { team_id: "", type: "G", delete_at: 0 }, /with Depot begins(?!.*topic)/],
])("%s begins with what can be done in it", (_, channel, said) => {
  channels.set({ channels: { c: { id: "c", ...channel } as Channel } });
  const page = render(<Beginning id="c" name="Depot" />);
  expect(page.container.textContent).toMatch(said);
});
