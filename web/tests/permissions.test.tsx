import { act, type ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  api,
  type Channel,
  type ChannelMember,
  type Role,
  type Team,
  type TeamMember,
  type User,
} from "@/api";
import { BrowseChannels } from "@/features/channelDialogs/BrowseChannels";
import { ChannelMenu } from "@/features/channelDialogs/ChannelMenu";
import { CreateChannel } from "@/features/channelDialogs/CreateChannel";
import { Members } from "@/features/channelDialogs/Members";
import { channels } from "@/features/channels";
import { people } from "@/features/people";
import { session } from "@/features/session";
import { TeamItems } from "@/features/teamRail/TeamItems";
import { teams } from "@/features/teams";
import { loadTexts } from "@/i18n";
import { resetSlices } from "@/lib/slice";
import { render } from "@/ui/testing/render";

await loadTexts("channels");

const team = { id: "t", name: "team", invite_id: "i" } as Team;
const open = { id: "c", team_id: "t", name: "depot", type: "O", delete_at: 0 } as Channel;
const hidden: Channel = { ...open, type: "P" };
const archived: Channel = { ...open, delete_at: 5 };
const memberOf = (user_id: string) =>
  ({ user_id, channel_id: "c", roles: "channel_user", notify_props: {} }) as ChannelMember;

/** What can be allowed, and by a role in what. */
const permissions = {
  team_user: ["create_public_channel", "create_private_channel", "invite_user", "manage_team"],
  channel_user: [
    "manage_public_channel_properties",
    "manage_private_channel_properties",
    "delete_public_channel",
    "delete_private_channel",
    "manage_public_channel_members",
    "manage_private_channel_members",
    "manage_channel_roles",
  ],
};

function close(): void {}

const menu = { id: "menu", label: "Menu", anchor: document.body, onClose: close };
const menuOf = (channel: Channel) => <ChannelMenu channel={channel} name="Depot" team={team} {...menu} />;
const membersOf = (channel: Channel) => <Members channel={channel} team="t" onClose={close} />;

/** What each permission adds in a place. All others add nothing there. */
const places: [name: string, view: ReactNode, adds: Record<string, string[]>][] = [
  [
    "the menu of an open channel",
    menuOf(open),
    { manage_public_channel_properties: ["Edit channel"], delete_public_channel: ["Archive channel"] },
  ],
  [
    "the menu of a private channel",
    menuOf(hidden),
    { manage_private_channel_properties: ["Edit channel"], delete_private_channel: ["Archive channel"] },
  ],
  ["the menu of an archived channel", menuOf(archived), { manage_team: ["Restore channel"] }],
  [
    "the members of an open channel",
    membersOf(open),
    {
      manage_public_channel_members: ["Add people", "Menu of ben", "Remove from channel"],
      manage_channel_roles: ["Menu of ben", "Make channel admin"],
    },
  ],
  [
    "the members of a private channel",
    membersOf(hidden),
    {
      manage_private_channel_members: ["Add people", "Menu of ben", "Remove from channel"],
      manage_channel_roles: ["Menu of ben", "Make channel admin"],
    },
  ],
  ["the members of an archived channel", membersOf(archived), {}],
  [
    "the menu of a team",
    <TeamItems key="" team={team} {...menu} />,
    {
      invite_user: ["Invite people"],
      create_public_channel: ["Create a channel"],
      create_private_channel: ["Create a channel"],
    },
  ],
  [
    "the channels to look through",
    <BrowseChannels key="" team={team} onClose={close} />,
    { create_public_channel: ["Create a channel"] },
  ],
  [
    "the dialog that makes a channel",
    <CreateChannel key="" team={team} onClose={close} />,
    { create_public_channel: ["Open"], create_private_channel: ["Private"] },
  ],
];

/** What an element is called. What explains it stands behind that. */
function nameOf(element: HTMLElement): string {
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
  const text = document.createTreeWalker(label ?? element, NodeFilter.SHOW_TEXT).nextNode();
  return element.getAttribute("aria-label") ?? text?.textContent ?? "";
}

/** The names of all that can be pressed or filled in by who may do these things, also in menus there. */
async function offered(view: ReactNode, allowed: string[]): Promise<string[]> {
  const role = (all: string[]): Role => ({ permissions: all.filter((one) => allowed.includes(one)) }) as Role;
  session.set({
    roles: { team_user: role(permissions.team_user), channel_user: role(permissions.channel_user) },
  });
  const page = render(view);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  if (document.querySelector("li [aria-haspopup=menu]")) page.click("li [aria-haspopup=menu]");
  const all = document.querySelectorAll<HTMLElement>("button:not(:disabled), input:not(:disabled)");
  const names = [...all].map(nameOf);
  page.rerender(null);
  return names;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  vi.spyOn(api, "channelMembers").mockResolvedValue([memberOf("me"), memberOf("ben")]);
  const user = (id: string) => ({ id, username: id, roles: "", delete_at: 0 }) as User;
  session.set({ me: user("me") });
  people.set({ users: { me: user("me"), ben: user("ben") } });
  teams.set({ teams: { t: team }, members: { t: { team_id: "t", roles: "team_user" } as TeamMember } });
  channels.set({ channels: { c: open }, members: { c: memberOf("me") } });
});
afterEach(() => {
  act(resetSlices);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test.each(places)("in %s nobody is offered what they may not do", async (_, view, adds) => {
  const always = await offered(view, []);
  for (const permission of Object.values(permissions).flat()) {
    const added = (await offered(view, [permission])).filter((name) => !always.includes(name));
    expect({ permission, added }).toEqual({ permission, added: adds[permission] ?? [] });
  }
});
