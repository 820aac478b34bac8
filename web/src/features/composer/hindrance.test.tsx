import { act } from "react";
import { afterEach, expect, test } from "vitest";
import type { Channel, ChannelMember, Role, User } from "@/api";
import { channels } from "@/features/channels";
import { people } from "@/features/people";
import { session } from "@/features/session";
import { resetSlices } from "@/lib/slice";
import { render } from "@/ui/testing/render";
import { useWritingHindrance } from "./hindrance";

function Hindrance() {
  return useWritingHindrance("c");
}

const channel = { id: "c", team_id: "t", type: "O", delete_at: 0 } as Channel;
const member = { channel_id: "c", roles: "channel_user" } as ChannelMember;
const role = (...permissions: string[]): Role => ({ permissions }) as Role;
const direct = { ...channel, team_id: "", type: "D", name: "ben__me" } as Channel;

afterEach(() => act(resetSlices));

test.each([
  ["who is in it and may write", channel, member, role("create_post"), ""],
  ["who may not write", channel, member, role("add_reaction"), "mayNot"],
  ["whose roles are not known yet", channel, member, undefined, ""],
  ["who only looks at it", channel, undefined, role("create_post"), "notMember"],
  ["who reads an archive", { ...channel, delete_at: 5 }, member, role("create_post"), "archived"],
  ["who wrote to somebody who is gone", direct, member, role("create_post"), "deactivated"],
])(
  "%s hears what keeps them from writing, if anything does",
  (_, shown, membership, channel_user, hindrance) => {
    session.set({ me: { id: "me", roles: "" } as User, roles: channel_user ? { channel_user } : {} });
    people.set({ users: { ben: { id: "ben", delete_at: 5 } as User } });
    channels.set({ channels: { c: shown }, members: membership ? { c: membership } : {} });
    expect(render(<Hindrance />).container.textContent).toBe(hindrance);
  },
);
