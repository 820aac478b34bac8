import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Channel, Team } from "@/api";
import { channels } from "@/features/channels";
import { drafts, keepDraft } from "@/features/drafts";
import { teams } from "@/features/teams";
import { loadTexts } from "@/i18n";
import { toClipboard } from "@/lib/clipboard";
import { resetSlices } from "@/lib/slice";
import { type Rendered, render } from "@/ui/testing/render";
import { DraftsScreen } from "./DraftsScreen";

vi.mock("@/lib/clipboard", () => ({ toClipboard: vi.fn(async () => {}) }));
await loadTexts("reading");

const [here, there] = ["here", "there"].map(
  (name) => ({ id: name, name, display_name: `Team ${name}` }) as Team,
) as [Team, Team];
const channel = (id: string, team_id: string, delete_at = 0): Channel =>
  ({ id, team_id, delete_at, type: "O", name: "depot", display_name: "Depot" }) as Channel;

beforeEach(() => {
  teams.set({ teams: { here, there } });
  channels.set({ channels: { own: channel("own", "here"), other: channel("other", "there") } });
});
afterEach(() => act(resetSlices));

function withDraftIn(id: string): Rendered {
  keepDraft({ channel: id, root: "" }, "to be sent");
  return render(<DraftsScreen team={here} />);
}

test.each([
  ["own", "/here/channels/depot", /Depot(?!.*Team)/],
  ["other", "/there/channels/depot", /Depot.*Team there/],
])(
  "a draft opens the channel that it is for, not its namesake in the team on screen: %s",
  (id, path, said) => {
    const page = withDraftIn(id);
    expect(page.container.textContent).toMatch(said);
    page.click("button[aria-label='Open the draft in Depot']");
    expect(location.pathname).toBe(path);
  },
);

test.each([
  ["left", {}, /left.*archived.*to be sent/],
  ["archived", { archived: channel("archived", "here", 5) }, /Depot.*Archived.*to be sent/],
])("a draft of a channel that is %s says so; its text can be taken along", (id, known, said) => {
  channels.set({ channels: known });
  const page = withDraftIn(id);
  expect(page.container.textContent).toMatch(said);
  expect(page.container.textContent).not.toContain("Open");
  page.click("button[aria-label='Copy text']");
  expect(toClipboard).toHaveBeenCalledWith("to be sent");
  page.click("button[aria-label^='Delete the draft']");
  expect(drafts.get().drafts).toEqual({});
});
