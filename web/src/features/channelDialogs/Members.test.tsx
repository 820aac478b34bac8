import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, type Channel, type ChannelMember, type Role, type User } from "@/api";
import { channels } from "@/features/channels";
import { people } from "@/features/people";
import { session } from "@/features/session";
import { loadTexts } from "@/i18n";
import { resetSlices } from "@/lib/slice";
import { render } from "@/ui/testing/render";
import { Members } from "./Members";

await loadTexts("channels");

const channel = { id: "c", team_id: "t", type: "O", delete_at: 0, display_name: "Depot" } as Channel;
const member = (user_id: string): ChannelMember => ({ channel_id: "c", user_id, roles: "" }) as ChannelMember;
/** One more than a page has. */
let all: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  all = Array.from({ length: 101 }, (_, at) => `user${at}`);
  const users = all.map((id) => [id, { id, username: id, delete_at: 0 } as User]);
  people.set({ users: Object.fromEntries(users) });
  session.set({
    me: { id: "me", roles: "some" } as User,
    roles: { some: { permissions: ["manage_public_channel_members"] } as Role },
  });
  channels.set({ channels: { c: channel }, members: { c: member("me") } });
  vi.spyOn(api, "users").mockResolvedValue([]);
  vi.spyOn(api, "channelMembers").mockImplementation(async (_, page) =>
    all.slice(page * 100, (page + 1) * 100).map(member),
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  act(resetSlices);
});

const settle = (): Promise<unknown> => act(() => vi.runAllTimersAsync());
const press = (text: string): void =>
  act(() =>
    [...document.querySelectorAll<HTMLElement>("button")]
      .find((one) => (one.getAttribute("aria-label") ?? one.textContent) === text)
      ?.click(),
  );
const listed = (): (string | null)[] =>
  [...document.querySelectorAll("li bdi")].map((one) => one.textContent);

test("who is taken out goes from the list, however many pages of it were there, and all others stand in it once", async () => {
  vi.spyOn(api, "removeFromChannel").mockImplementation(async (_, id) => {
    all = all.filter((one) => one !== id);
    return { status: "OK" };
  });
  render(<Members channel={channel} team="t" onClose={() => {}} />);
  await settle();
  press("Show more");
  await settle();
  expect(listed()).toHaveLength(101);
  press("Menu of user7");
  press("Remove from channel");
  expect(all).toHaveLength(100);
  await settle();
  press("Show more");
  await settle();
  expect(listed().toSorted()).toEqual(all.toSorted());
});

test("an answer that comes late, to what was looked for before, is not shown", async () => {
  let answer = (_: User[]): void => {};
  const late = new Promise<User[]>((resolve) => {
    answer = resolve;
  });
  const found = (id: string): User[] => [{ id, username: id } as User];
  vi.spyOn(api, "searchUsers").mockReturnValueOnce(late).mockResolvedValue(found("user2"));
  vi.spyOn(api, "channelMembersById").mockImplementation(async (_, ids) => ids.map(member));
  const page = render(<Members channel={channel} team="t" onClose={() => {}} />);
  for (const term of ["user1", "user2"]) {
    page.type("input[type=search]", term);
    await settle();
  }
  answer(found("user1"));
  await settle();
  expect(listed()).toEqual(["user2"]);
});
